"""Random records of legal units: numbers before wrong, right and harmless words, with and without blanks."""

from __future__ import annotations

from typing import Any

from tests.domain.programmes.cases import cases_of
from tests.field import random_records
from tests.field.chance import Chance

NAME = "legal_units"
WORDS = [word for case in cases_of(NAME) for row in case["record"]["texts"] for word in row["text"].split()]
_UNITS = """
斤 市斤 公斤 两 两个 钱 钱币 尺 尺寸 寸 里 里程 华里 亩产 亩 英寸 inch inches in ins 英尺 ft feet miles
mi 磅 lb lbs 盎司 oz 加仑 gal 公分 公尺 公厘 立升 公吨 公亩 平米 公平米 立方 立方米 cc CC c.c. 马力 hp
HP PS 公斤力 kgf kg/cm2 kgf/cm² atm 标准大气压 mmHg Torr mbar bar barn psi 大卡 千卡 cal kcal ppm ppb
rpm M埃 Å 高斯 Gs cP cSt 泊 居里 居里夫人 μCi mrem 克拉 ct ℉ °F 华氏 KG Kg kgs KM CM MM m/m um T TB gr
gm Mg ug μG mcg ML ml mL Mpa MPa mPa mPa·s KPa kPa hr sec S KW kWh KWH KV mAH mAh HZ Hz db dB kms mins
ha hat km/小时 m/s kg g L ℃ % m 个 元/斤 元／斤 元/kg 每斤 ＭＬ ｋｇ ＫＧ
"""
UNITS = _UNITS.split()
BLANKS = ["", "", " ", "\u3000", "\u00a0", "\t", "\n", "\u2009", "\x85", "\u200b"]
BETWEEN = ["／", "，", "；", " ", "~", "～", "-", "—", "±", "/", "(", "（", "十", "万", "😀", ".", "。", ""]


def record(chance: Chance) -> dict[str, Any]:
    """A record with up to four texts."""
    made = {
        "date": chance.day(NAME),
        "texts": chance.some(0, 4, lambda: row(chance)),
        "checklist": random_records.answers(chance, NAME, "object"),
    }
    return chance.kept({"date": 0.3, "checklist": 0.5}, made)


def row(chance: Chance) -> dict[str, str]:
    said = "".join(piece(chance) for _ in range(chance.randint(0, 12)))
    return chance.kept({"medium": 0.3, "text": 0.05}, {"where": "价签", "medium": "label", "text": said})


def piece(chance: Chance) -> str:
    if chance.maybe(0.15):
        return chance.choice(WORDS)
    number = chance.choice(["", "1", "3.5", "500", "1.8", ".5", "2.", "１０", "３．５", "12~15"])
    return f"{number}{chance.choice(BLANKS)}{chance.choice(UNITS)}{chance.choice(BETWEEN)}"
