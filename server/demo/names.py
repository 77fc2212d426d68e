"""Names that belong to nobody: the city, its people and its shops are put together from syllables."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from server.demo.chance import stream

CITY = "海岳市"
DIVISIONS = (
    {"code": "379901", "zh": "岳东区", "en": "Yuedong District"},
    {"code": "379902", "zh": "岚港区", "en": "Langang District"},
    {"code": "379903", "zh": "柏溪区", "en": "Boxi District"},
)

_FIRST = tuple("青岚澄朝暮云石松柏禾苇汀渚霁棠楠")
_SECOND = tuple("禾泉屿陌溪坪埠桥榭田圃垣亭湾麓洲")
_FAMILY = tuple("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨")
_GIVEN = ("一禾", "知南", "望舒", "云起", "以宁", "清越", "照野", "砚秋", "闻笙", "行简")


def words(topic: str) -> Iterator[str]:
    """Yield two-character words in a shuffled order, none twice: 256 of them."""
    found = [first + second for first in _FIRST for second in _SECOND]
    stream(f"words/{topic}").shuffle(found)
    yield from found


def people(topic: str) -> Iterator[str]:
    """Yield names of people, none twice: 160 of them."""
    found = [family + given for family in _FAMILY for given in _GIVEN]
    stream(f"people/{topic}").shuffle(found)
    yield from found


@cache
def streets() -> tuple[str, ...]:
    """Return the names of the city's streets."""
    return tuple(f"{word}{kind}" for word, kind in zip(words("streets"), "路街巷" * 20, strict=False))
