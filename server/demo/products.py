"""The packaged products of the city: four hundred, at those who pack or sell them."""

from __future__ import annotations

from server.demo.chance import stream

PRODUCTS = 400
#: name, kind of quantity, unit, nominal contents that are usual.
_GOODS = (
    ("白砂糖", "mass", "g", ("400", "500", "1000")),
    ("挂面", "mass", "g", ("300", "500", "900")),
    ("食用盐", "mass", "g", ("350", "400", "500")),
    ("绿茶", "mass", "g", ("50", "100", "250")),
    ("花生仁", "mass", "g", ("200", "500")),
    ("洗衣粉", "mass", "g", ("1000", "2000")),
    ("花生油", "volume", "mL", ("900", "1800", "5000")),
    ("酱油", "volume", "mL", ("500", "800")),
    ("米醋", "volume", "mL", ("420", "500")),
    ("饮用水", "volume", "mL", ("550", "1500")),
    ("缝纫线", "length", "m", ("100", "200")),
    ("创可贴", "count", "pcs", ("20", "50", "100")),
)


def products(packers: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the rows of the products; each packer has at least three."""
    chance, rows = stream("products"), []
    for n in range(PRODUCTS):
        owner = packers[n % len(packers)]
        name, kind, unit, contents = chance.choice(_GOODS)
        maker = owner if owner["kind"] == "producer" else packers[chance.randrange(0, len(packers), 5)]
        rows.append(
            {
                "object": owner["number"],
                "number": f"20990{n + 1:07d}",
                "name": name,
                "kind": kind,
                "nominal": chance.choice(contents),
                "unit": unit,
                "producer": maker["name"],
                "status": "active",
            }
        )
    return rows
