"""Drawing on a photo: a layer of strokes, each an entry of its own, above a photo that stays as it is."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.bundles import MARKET, SUGAR
from tests.browser.fake_sync import FakeSync
from tests.browser.tablet import Tablet
from tests.browser.test_field_accessible import grave


def drag(page: Page, *places: tuple[float, float]) -> None:
    """Draw through places given as shares of the photo."""
    # A place on the photo is known once the photo has come to rest.
    page.locator("svg.strokes").hover()
    box = page.locator("svg.strokes").bounding_box()
    assert box
    across = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in places]
    page.mouse.move(*across[0])
    page.mouse.down()
    for place in across[1:]:
        page.mouse.move(*place)
    page.mouse.up()


def test_strokes_stand_above_the_photo_and_each_can_be_taken_back(
    context: BrowserContext, page: Page, fake: FakeSync, address: str
) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    context.set_offline(True)
    tablet.take_photo(MARKET)
    page.click(".photo .draw")
    expect(page.locator(".drawn-photo img")).to_be_visible()
    drag(page, (0.1, 0.2), (0.5, 0.5), (0.9, 0.2))
    expect(page.locator("polyline.colour")).to_have_count(1)
    assert grave(page, "drawing") == []
    drag(page, (0.5, 0.8))
    expect(page.locator("polyline.colour")).to_have_count(2)
    page.click(".undo-stroke")
    expect(page.locator("polyline.colour")).to_have_count(1)
    page.locator(".drawing a.button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".photo .draw")).to_contain_text("1 笔")

    context.set_offline(False)
    tablet.synchronise()
    tablet.all_sent()
    (photo,) = (one["body"] for one in fake.operations.values() if one["kind"] == "photo")
    assert photo["size"] == len(fake.photos[photo["sha256"]])
    line, dot = (one["body"] for one in fake.operations.values() if one["kind"] == "stroke")
    assert {line["sha256"], dot["sha256"]} == {photo["sha256"]}
    places = list(zip(line["points"][::2], line["points"][1::2], strict=True))
    wanted = [(1000, 2000), (5000, 5000), (9000, 2000)]
    assert all(
        abs(x - to_x) + abs(y - to_y) < 100 for (x, y), (to_x, to_y) in zip(places, wanted, strict=True)
    )
    assert dot["points"][:2] == dot["points"][2:]


#: How often the entries are looked through while the finger moves once.
LOOKS = """(svg) => {
  svg.setPointerCapture = () => {};
  const { left, top } = svg.getBoundingClientRect();
  const point = (type, x) => svg.dispatchEvent(
    new PointerEvent(type, { pointerId: 1, clientX: left + x, clientY: top + 30, bubbles: true, cancelable: true }));
  point("pointerdown", 30);
  const original = Array.prototype.filter;
  let looks = 0;
  Array.prototype.filter = function (...given) {
    looks += 1;
    return original.apply(this, given);
  };
  point("pointermove", 90);
  Array.prototype.filter = original;
  point("pointerup", 90);
  return looks;
}"""


def test_a_finger_that_draws_does_not_wait_for_more_entries(tablet: Tablet) -> None:
    page = tablet.page
    looks = []
    for entries in (0, 20):
        tablet.go(SUGAR, "tare_values")
        for _ in range(entries):
            tablet.type_digits("1.1")
        tablet.saved()
        if not entries:
            tablet.take_photo(SUGAR)
        else:
            tablet.go(SUGAR, "photos")
        page.click(".photo .draw")
        expect(page.locator(".drawn-photo img")).to_be_visible()
        looks.append(page.locator("svg.strokes").evaluate(LOOKS))
    assert looks[1] == looks[0]
