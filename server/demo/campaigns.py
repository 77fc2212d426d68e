"""The campaigns of the year: a plan, its draw, the visits, the reviews, the outcomes. Every one is this table's row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: Days before today on which the city begins.
BEGINS = 365


@dataclass(frozen=True)
class Campaign:
    """One plan and its draw.

    ``starts``: days before today on which it is drawn. ``reviewed``: how many of ten visits are reviewed and
    published; the others wait. ``each``: objects drawn from each stratum. ``story``: what else happens, a method of
    server.demo.stories. A joint inspection has further programmes ``beside`` the first, and is drawn by ``sample``.
    """

    programme: str
    title: str
    starts: int
    reviewed: int = 10
    each: int = 1
    second_stage: int = 3
    story: str = ""
    beside: tuple[str, ...] = ()
    taking_part: tuple[str, ...] = ()
    sample: tuple[Mapping[str, Any], ...] = ()


_SCALES, _CONTENT, _EYEWEAR = "market_scales", "net_content", "eyewear"
_UNITS = "legal_units"
_ALL = {"division": "*", "risk_class": "*"}

#: Markets that are checked for both are drawn more densely than the others.
JOINT = Campaign(
    _SCALES,
    "集贸市场衡器与法定计量单位联合抽查",
    105,
    second_stage=2,
    beside=(_UNITS,),
    taking_part=("海岳市商务局",),
    sample=({**_ALL, "programmes": [_UNITS, _SCALES], "number": 2}, {**_ALL, "risk_class": "C", "number": 1}),
)

CAMPAIGNS = (
    Campaign(_SCALES, "冬季集贸市场衡器监督检查", 340),
    Campaign(_EYEWEAR, "寒假前眼镜制配场所计量监督检查", 320, second_stage=0, story="void"),
    Campaign(_CONTENT, "年货定量包装商品净含量抽查", 300, second_stage=1, story="substitute"),
    Campaign(_SCALES, "春季集贸市场衡器监督检查", 255, story="closed"),
    Campaign(_EYEWEAR, "春季开学眼镜制配场所计量监督检查", 240, second_stage=0),
    Campaign(_CONTENT, "春季定量包装商品净含量抽查", 215, second_stage=1),
    Campaign(_SCALES, "夏季集贸市场衡器监督检查", 170, story="correct"),
    Campaign(_EYEWEAR, "暑期眼镜制配场所计量监督检查", 150, second_stage=0),
    Campaign(_CONTENT, "中秋前定量包装商品净含量抽查", 125, second_stage=1),
    JOINT,
    Campaign(_SCALES, "国庆前集贸市场衡器监督检查", 80),
    Campaign(_EYEWEAR, "秋季眼镜制配场所计量监督检查", 47, reviewed=7, second_stage=0),
    Campaign(_CONTENT, "秋季定量包装商品净含量抽查", 33, reviewed=6, second_stage=1, story="returned"),
    Campaign(_SCALES, "冬季集贸市场衡器监督检查（二）", 12, reviewed=2, story="conflict"),
)

#: Goes back to findings of the winter and the spring.
LOOK_BACK = Campaign(_EYEWEAR, "眼镜制配场所计量监督检查回头看", 100, second_stage=0)

#: Drawn on the working day before today: their visits are today's.
OF_TODAY = (
    Campaign(_SCALES, "岁末集贸市场衡器监督检查", 0, each=2),
    Campaign(_CONTENT, "岁末定量包装商品净含量抽查", 0, each=2, second_stage=1),
    Campaign(_EYEWEAR, "岁末眼镜制配场所计量监督检查", 0, each=2, second_stage=0),
)

#: Published and ready to be drawn.
READY = Campaign(_SCALES, "春节前集贸市场衡器监督检查", -30)
