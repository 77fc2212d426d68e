"""Importing a register through the pages: preview, then all or nothing."""

import io
import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.config import Settings
from server.documents import spreadsheets
from server.domain.problems import Problem
from server.services import imports
from server.store.objects import Object
from server.store.registers import Import
from server.store.runs import Runs
from server.web.office import import_runs
from tests.factories import Make

CODE = "91350100M000100Y43"
HEADER = ["统一社会信用代码", "编号", "名称", "类别", "区划", "状态"]


@pytest.fixture
def office(make: Make, sign_in) -> FlaskClient:
    make.division("379901")
    return sign_in("supervisor")


def csv(*rows: list[str]) -> bytes:
    return b"".join(spreadsheets.csv_chunks(HEADER, rows))


def line(number: str, name: str = "市场", kind: str = "集贸市场", division: str = "379901") -> list[str]:
    return ["", number, name, kind, division, ""]


def upload(app: Flask, client: FlaskClient, data: bytes, name: str = "名录.csv", noun: str = "object") -> str:
    """Upload a file, wait for its check, and return the address of the import."""
    form = {"noun": noun, "file": (io.BytesIO(data), name)}
    answer = client.post("/office/imports/", data=form, content_type="multipart/form-data")
    assert answer.status_code == 302, answer.text
    # Where the client of the tests keeps a large body.
    answer.request.environ["wsgi.input"].close()
    with app.app_context():
        import_runs.wait(app)
    return answer.location


def text(client: FlaskClient, address: str, **arguments) -> str:
    answer = client.get(address, query_string=arguments)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def numbers(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(Object.number).order_by(Object.number)))


def take(app: Flask, client: FlaskClient, address: str) -> str:
    client.post(f"{address}/apply")
    with app.app_context():
        import_runs.wait(app)
    return text(client, address)


def test_a_file_is_checked_shown_and_taken_in(app: Flask, office: FlaskClient, session: Session) -> None:
    address = upload(app, office, csv(line("T-1"), ["", CODE, "商店", "Shop", "379901", "closed"]))
    preview = text(office, address)
    assert "已核对，待确认" in preview and "全部导入（2 条）" in preview
    assert "文件的前几行" in preview and CODE in preview
    assert numbers(session) == []
    shown = take(app, office, address)
    assert "已由 supervisor" in shown and "全部导入。" in shown
    assert numbers(session) == [CODE, "T-1"]
    entry = session.scalar(select(Object).where(Object.number == "T-1"))
    assert "名录.csv" in text(office, f"/office/objects/{entry.id}")


def test_a_second_upload_of_the_same_file_has_nothing_to_do(app: Flask, office: FlaskClient) -> None:
    take(app, office, upload(app, office, csv(line("T-1"))))
    assert "名录库已与文件一致" in text(office, upload(app, office, csv(line("T-1"))))


@pytest.mark.parametrize(
    ("language", "reason"),
    [("zh", "不在本机关的辖区表中"), ("en", "is not among those that the authority works in")],
)
def test_every_bad_cell_is_named_with_its_reason(
    app: Flask, office: FlaskClient, session: Session, language: str, reason: str
) -> None:
    address = upload(app, office, csv(line("T-1"), line("T-2", "=1+1", "菜场", "379999"), line("T-1")))
    shown = text(office, address, lang=language)
    assert [cell for cell in ("D3", "E3", "B4") if f"<strong>{cell}</strong>" in shown] == ["D3", "E3", "B4"]
    assert reason in shown
    assert "全部导入" not in shown and "Take in all" not in shown
    listed = office.get(f"{address}/faults.csv").data.decode("utf-8-sig")
    assert listed.count("\r\n") == 4
    assert reason in listed
    assert office.post(f"{address}/apply", follow_redirects=True).status_code == 200
    assert numbers(session) == []


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"x", "a.txt", "只接受 .xlsx 和 .csv"),
        (b"x", "a.xls", "旧版 Excel"),
        (b"x", "a.xlsm", "含有宏"),
        (b"", "a.csv", "是空的"),
    ],
)
def test_a_file_that_cannot_be_one_is_refused_at_once(
    office: FlaskClient, data: bytes, name: str, words: str
) -> None:
    form = {"noun": "object", "file": (io.BytesIO(data), name)}
    answer = office.post("/office/imports/", data=form, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert words in answer.text and 'id="f-file"' in answer.text


def test_a_form_without_file_or_register_names_both(office: FlaskClient) -> None:
    answer = office.post("/office/imports/", data={})
    assert answer.status_code == 422
    assert "请选择一个文件" in answer.text and 'href="#f-noun"' in answer.text


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"PK\x03\x04 broken", "a.xlsx", "已损坏"),
        (b"PK\x03\x04 broken", "a.csv", "与扩展名不符"),
        (csv(), "a.csv", "没有数据行"),
        (b"\xff\xff\xfe\x80", "a.csv", "既不是 UTF-8 也不是 GB18030"),
    ],
)
def test_a_file_that_cannot_be_read_fails_with_its_reason(
    app: Flask, office: FlaskClient, data: bytes, name: str, words: str
) -> None:
    shown = text(office, upload(app, office, data, name))
    assert words in shown and "失败，未作任何更改" in shown
    assert "重新核对这份文件" in shown


def test_a_file_above_the_limit_is_refused_before_it_is_read(office: FlaskClient) -> None:
    large = {"CONTENT_LENGTH": str(1 << 30)}
    form = {"noun": "object", "file": (io.BytesIO(b"x"), "a.csv")}
    answer = office.post(
        "/office/imports/", data=form, content_type="multipart/form-data", environ_overrides=large
    )
    assert answer.status_code == 413
    assert "64 MB" in answer.text


def test_a_file_larger_than_other_forms_may_be_is_taken(app: Flask, office: FlaskClient) -> None:
    long = csv(*(line(f"T-{n}", "长" * 40_000) for n in range(150)))
    assert len(long) > 16 << 20
    assert "过长：最多 200 个字符" in text(office, upload(app, office, long))


def test_a_register_that_changed_after_the_preview_refuses_it(
    app: Flask, office: FlaskClient, session: Session
) -> None:
    first = upload(app, office, csv(line("T-1", "甲")))
    take(app, office, upload(app, office, csv(line("T-1", "乙"))))
    shown = take(app, office, first)
    assert "预览不再成立" in shown and "失败，未作任何更改" in shown
    session.rollback()
    assert session.scalar(select(Object.name)) == "乙"
    again = office.post(f"{first}/again")
    with app.app_context():
        import_runs.wait(app)
    assert "全部导入（1 条）" in text(office, again.location)


def test_a_second_click_does_not_take_a_file_in_twice(
    app: Flask, office: FlaskClient, session: Session
) -> None:
    address = upload(app, office, csv(line("T-1")))
    take(app, office, address)
    answer = office.post(f"{address}/apply", follow_redirects=True)
    assert answer.status_code == 200 and "不能进行" in answer.text
    assert session.scalar(select(Import.state)) == "applied"


def test_progress_is_told_while_a_run_is_at_work(
    app: Flask, office: FlaskClient, make: Make, supervisor, settings: Settings
) -> None:
    given = {"noun": "object", "filename": "名录.csv", "sha256": "0" * 64, "size": 1}
    held = imports.receive(make.session, supervisor, make.now, **given)
    make.commit()
    address = f"/office/imports/{held.id}"
    with Runs(settings.data / "runs").start(held.id) as run:
        run.report("checking", 4000, 100_000)
        told = office.get(f"{address}/progress").json
        assert (told["finished"], told["done"], told["total"]) == (False, 4000, 100_000)
        assert told["text"] == "正在核对：4,000 / 100,000 行"
        shown = text(office, address)
        assert 'max="100000" value="4000"' in shown and "正在核对" in shown
    assert office.get(f"{address}/progress").json["finished"] is True


def test_the_page_of_an_import_that_has_ended_waits_for_nothing(
    app: Flask, office: FlaskClient, settings: Settings
) -> None:
    address = upload(app, office, csv(line("T-1")))
    take(app, office, address)
    with Runs(settings.data / "runs").start(address.rpartition("/")[2]):  # its thread has not ended yet
        shown = text(office, address)
        assert "全部导入。" in shown and "data-progress" not in shown
        assert office.get(f"{address}/progress").json["finished"] is True


def test_an_interrupted_run_is_shown_as_failed_with_nothing_taken_in(
    office: FlaskClient, make: Make, supervisor, session: Session
) -> None:
    given = {"noun": "object", "filename": "名录.csv", "sha256": "0" * 64, "size": 1}
    held = imports.receive(make.session, supervisor, make.now, **given)
    make.commit()
    for address in (f"/office/imports/{held.id}", "/office/imports/"):
        assert "失败，未作任何更改" in text(office, address)
    assert "服务器在处理期间重新启动" in text(office, f"/office/imports/{held.id}")


def test_a_fault_of_the_system_is_kept_with_its_reference(
    app: Flask, office: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("disk")

    monkeypatch.setattr(import_runs.import_checks, "examine", broken)
    shown = text(office, upload(app, office, csv(line("T-1"))))
    assert re.search("错误编号 [0-9a-f]{8}", shown)
    assert "disk" not in shown


def test_an_import_is_whole_in_english(app: Flask, office: FlaskClient) -> None:
    good = upload(app, office, csv(line("T-1")), "a.csv")
    bad = upload(app, office, csv(line("T-1", "", "?")), "a.csv")
    for address in (good, bad):
        shown = text(office, address, lang="en")
        main = re.sub(r"<[^>]+>", " ", shown[shown.index("<main") : shown.index('id="sample"')])
        assert re.findall(r"[\u4e00-\u9fff]+", main) == []
    assert re.findall(r"[\u4e00-\u9fff]+", office.get(f"{bad}/faults.csv").text) == []


def test_an_unknown_import_is_not_found(office: FlaskClient) -> None:
    for rest in ("", "/progress", "/faults.csv"):
        assert office.get(f"/office/imports/none{rest}").status_code == 404


def test_an_inspector_imports_nothing(sign_in) -> None:
    answer = sign_in("inspector").post("/office/imports/", data={})
    assert answer.status_code == 403


def test_a_problem_that_is_kept_is_told_in_the_language_of_the_reader(
    office: FlaskClient, make: Make, supervisor
) -> None:
    given = {"noun": "object", "filename": "a.csv", "sha256": "0" * 64, "size": 1}
    held = imports.receive(make.session, supervisor, make.now, **given)
    imports.fail(make.session, supervisor, make.now, import_id=held.id, problem=Problem("file_no_rows"))
    make.commit()
    assert "has headers but no rows" in text(office, f"/office/imports/{held.id}", lang="en")
