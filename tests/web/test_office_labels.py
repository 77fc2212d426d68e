"""Labels: chosen by filter, printed as sheets, each leading to a page that exists."""

from __future__ import annotations

import re

from server.documents.labels import ON_A_SHEET, svg


def test_only_those_who_may_print_labels_see_them(client, sign_in) -> None:
    for address in ("/office/labels/", "/office/labels/print"):
        assert client.get(address).status_code == 302
        assert sign_in("inspector").get(address).status_code == 403


def test_a_filter_chooses_instruments_or_shop_doors(make, sign_in) -> None:
    make.division("379901")
    market = make.object(name="荷花农贸市场")
    shop = make.object(name="明眸眼镜", programmes=("eyewear",), division="379902")
    make.instrument(market, number="S-1")
    make.instrument(market, number="S-2", status="closed")
    make.instrument(shop, number="J-1")
    client = sign_in("supervisor")
    numbers = lambda query: re.findall(r">([SJ]-\d|\w{18})<", client.get(f"/office/labels/?{query}").text)  # noqa: E731
    assert set(numbers("")) == {"S-1", "J-1"}
    assert numbers("q=荷花") == ["S-1"]
    assert numbers("programme=eyewear") == ["J-1"]
    assert numbers("division=379901") == ["S-1"]
    assert numbers("kind=objects&programme=eyewear") == [shop.number]
    assert "没有符合条件的对象或器具" in client.get("/office/labels/?q=nothing").text


def test_a_sheet_holds_labels_that_lead_to_the_public_pages(make, sign_in, settings) -> None:
    market = make.object(name="荷花 <b>市场</b>", number="SELF/1")
    scale = make.instrument(market, number="S-1")
    client = sign_in("supervisor")
    instruments = client.get("/office/labels/print")
    assert path(svg(f"{settings.base_url}/i/{scale.id}")) in instruments.text
    assert "荷花 &lt;b&gt;市场" in instruments.text
    doors = client.get("/office/labels/print?kind=objects")
    assert path(svg(f"{settings.base_url}/o/SELF/1")) in doors.text
    assert "style=" not in doors.text


def test_many_labels_fill_several_sheets_in_the_order_of_the_list(make, sign_in) -> None:
    market = make.object()
    for number in range(ON_A_SHEET + 1):
        make.instrument(market, number=f"S-{number:03d}")
    page = sign_in("supervisor").get("/office/labels/print?lang=en").text
    assert page.count('class="label-sheet"') == 2
    assert re.findall(r"S-\d{3}", page) == [f"S-{number:03d}" for number in range(ON_A_SHEET + 1)]


def path(picture: str) -> str:
    """The dark modules of a QR code."""
    return re.search(r'fill="#000" d="([^"]+)"', picture)[1]
