"""A small city for stories in the browser: an installation on its first day, and the files of its registers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask
from openpyxl import Workbook

from server.app import create_app
from server.commands import set_up, work
from server.config import Settings
from server.services import divisions, users
from tests.browser.conftest import serve, stop
from tests.factories import valid_uscc

PASSWORD = "一杆公平的秤 2026"
EAST = {"code": "379901", "zh": "东城区", "en": "East District"}
LEAD = "ZF370101"
ZONE = "Asia/Shanghai"
TODAY = datetime.now(ZoneInfo(ZONE)).date()
NEXT_YEAR = TODAY + timedelta(days=300)

Sheet = list[list[object]]

CLASS = ["C", "省信用风险分类系统", TODAY - timedelta(days=90)]

OBJECTS: Sheet = [
    ["编号", "统一社会信用代码", "名称", "类别", "地址", "行政区划代码", "检查事项", "信用风险等级",
     "等级来源", "等级日期"],
    ["M-01", valid_uscc(1), "荷花农贸市场", "集贸市场", "荷花路 8 号", "379901", "集贸市场衡器", *CLASS],
    ["M-02", valid_uscc(2), "东风农贸市场", "集贸市场", "东风路 21 号", "379901", "集贸市场衡器", *CLASS],
    ["P-01", valid_uscc(3), "海岳糖业有限公司", "生产企业", "工业路 3 号", "379901", "定量包装商品净含量", *CLASS],
    ["P-02", valid_uscc(4), "甘泉食品有限公司", "生产企业", "工业路 9 号", "379901", "定量包装商品净含量", *CLASS],
    ["E-01", valid_uscc(5), "明目眼镜店", "眼镜店", "中山路 12 号", "379901", "眼镜制配", *CLASS],
    ["E-02", valid_uscc(6), "清晰眼镜店", "眼镜店", "中山路 40 号", "379901", "眼镜制配", *CLASS],
]  # fmt: skip
_ALL = "集贸市场衡器、定量包装商品净含量、眼镜制配"
INSPECTORS: Sheet = [
    ["执法证号", "姓名", "单位", "组内角色", "可检事项"],
    [LEAD, "李明", "东城分局", "组长", _ALL],
    ["ZF370102", "王芳", "东城分局", "组员", _ALL],
    ["ZF370103", "赵强", "东城分局", "组员", _ALL],
]
INSTRUMENTS: Sheet = [
    ["检查对象编号", "器具编号", "器具类别", "准确度等级", "最大秤量", "最小秤量", "检定分度值 e", "实际分度值 d",
     "单位", "检定有效期至", "检定证书编号", "位置"],
    *([market, f"{market}-{n}", "秤", "III", "15000", "100", "5", "5", "g", NEXT_YEAR, f"JD-{n}", f"{n} 号摊位"]
      for market in ("M-01", "M-02") for n in (1, 2)),
    *([shop, f"{shop}-1", "焦度计", "", "", "", "", "", "", NEXT_YEAR, "JD-9", "加工间"] for shop in ("E-01", "E-02")),
]  # fmt: skip
PRODUCTS: Sheet = [
    ["检查对象编号", "商品编号", "商品名称", "量的种类", "标注净含量", "单位", "生产者"],
    ["P-01", "SP-1", "白砂糖", "质量", "500", "g", "海岳糖业有限公司"],
    ["P-02", "SP-2", "挂面", "质量", "500", "g", "甘泉食品有限公司"],
]


#: All that a cell holds; and of it what pages show as it was entered, not by a word of their own.
CELLS = {str(cell) for sheet in (OBJECTS, INSPECTORS, INSTRUMENTS, PRODUCTS) for row in sheet for cell in row}
_FREE = (
    *((OBJECTS, column) for column in (2, 4, 8)),
    *((INSPECTORS, column) for column in (1, 2)),
    (INSTRUMENTS, 11),
    *((PRODUCTS, column) for column in (2, 6)),
)
FREE = {str(row[column]) for sheet, column in _FREE for row in sheet[1:]}


def workbook(folder: Path, name: str, sheet: Sheet) -> Path:
    """Write the rows of a register to an .xlsx file."""
    book = Workbook()
    for row in sheet:
        book.active.append(row)
    book.save(folder / name)
    return folder / name


def with_cell(sheet: Sheet, row: int, column: int, value: object) -> Sheet:
    """The same rows with another value in one cell, counted from 0."""
    return [
        [value if (r, c) == (row, column) else cell for c, cell in enumerate(line)]
        for r, line in enumerate(sheet)
    ]


@dataclass(frozen=True)
class City:
    """An installation that answers at ``address``; ``app`` is what answers."""

    address: str
    app: Flask


@contextmanager
def founded(folder: Path, **settings: object) -> Iterator[City]:
    """Set an installation up as an administrator does on the command line, and serve it until the block ends."""
    installation = Settings(data=folder / "data", **{"second_review": False, **settings})
    set_up.set_up(installation)
    with work.unit_of_work(installation) as unit:
        divisions.keep(*unit, rows=[EAST])
        users.add(*unit, username="admin", name="管理员", role="administrator", password=PASSWORD)
    app = create_app(installation)
    server = serve(app)
    address = f"http://127.0.0.1:{server.server_port}"
    app.extensions["settings"] = replace(installation, base_url=address)
    try:
        yield City(address, app)
    finally:
        stop(server)
        _close_database(app)


def _close_database(app: Flask) -> None:
    from server.web.database import db

    with app.app_context():
        db.session.remove()
        db.engine.dispose()
