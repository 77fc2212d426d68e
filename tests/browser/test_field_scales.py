"""Scales over a wire: the frames that their makers describe, and a reading that goes from the wire into the grid."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.bundles import SUGAR
from tests.browser.fake_sync import FakeSync
from tests.browser.tablet import Tablet
from tests.browser.test_field_core import run


def signed(weight: str) -> str:
    """A frame of format 0: 02, sign, six digits, decimals, XOR of bytes 2 to 9 in two hexadecimal digits, 03."""
    digits = weight.lstrip("+-").replace(".", "").rjust(6, "0")
    decimals = len(weight.partition(".")[2])
    body = ("-" if weight.startswith("-") else "+") + digits + str(decimals)
    check = 0
    for byte in body.encode():
        check ^= byte
    return f"\x02{body}{check:02X}\x03"


SICS = [
    ("S S    100.00 g\r\n", [("100.00", "g", True)], ""),
    ("S D      0.052 kg\r\n", [("0.052", "kg", False)], ""),
    ("S S     -1.5 g\r\nS S      1.5 g\r\nS S", [("-1.5", "g", True), ("1.5", "g", True)], "S S"),
    ('ES\r\nET\r\nEL\r\nS I\r\nS +\r\nI4 A "0123"\r\n', [], ""),
    ("S S 1e5 g\r\nS S  .5 g\r\nS X 1 g\r\n", [], ""),
]
SIGNED = [
    (signed("12.345"), ["12.345"]),
    (signed("-0.5") + signed("100000"), ["-0.5", "100000"]),
    ("0005" + signed("7") + "\x02+000", ["7"]),
    (signed("12.345").replace("3", "4", 1), []),
    (signed("-0"), ["0"]),
]
REVERSED = [
    ("=5.210000", ["12.5"]),
    ("=0.000000=00050000", ["0.0", "5000"]),
    ("=5.21", []),
    ("=........", []),
]


def readings(page: Page, module: str, read: str, text: str) -> list[dict]:
    return run(page, f"scales/{module}", f"m.{read}(v[0])", text)


@pytest.mark.parametrize(("text", "expected", "rest"), SICS)
def test_mt_sics_lines_are_weights_or_nothing(modules: Page, text: str, expected: list, rest: str) -> None:
    found = readings(modules, "mt_sics", "read", text)
    assert [(one["value"], one["unit"], one["stable"]) for one in found["readings"]] == expected
    assert found["rest"] == rest
    if expected:
        end = text.index("\r\n") + 2
        assert bytes.fromhex(found["readings"][0]["frame"]) == text[:end].encode()


@pytest.mark.parametrize(("text", "values"), SIGNED)
def test_format_0_of_xk3190_holds_its_checksum(modules: Page, text: str, values: list[str]) -> None:
    found = readings(modules, "xk3190", "readSigned", text)
    assert [one["value"] for one in found["readings"]] == values
    assert all(one["unit"] is None and not one["stable"] for one in found["readings"])
    # However the bytes arrive, the weights are the same.
    rest, pieces = "", []
    for byte in text:
        part = readings(modules, "xk3190", "readSigned", rest + byte)
        rest, pieces = part["rest"], pieces + part["readings"]
    assert pieces == found["readings"]


@pytest.mark.parametrize(("text", "values"), REVERSED)
def test_format_1_of_xk3190_comes_low_digit_first(modules: Page, text: str, values: list[str]) -> None:
    found = readings(modules, "xk3190", "readReversed", text)
    assert [one["value"] for one in found["readings"]] == values


def test_a_weight_without_status_is_stable_when_it_stays_for_a_second(modules: Page) -> None:
    def still(*last: tuple[str, int]) -> bool:
        return run(modules, "scales/readings", "m.still(v[0])", [{"value": v, "at": at} for v, at in last])

    assert still(("1", 0), ("1", 500), ("1", 1000))
    assert not still(("1", 0), ("1", 500), ("1", 999))
    assert not still(("1", 0), ("1", 1000))
    assert not still(("1", 0), ("2", 400), ("1", 800), ("1", 1200), ("1", 1700))
    assert not still()


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "expected"),
    [
        ("100.00", "g", "g", "100.00"),
        ("0.125", "kg", "g", "125"),
        ("-1500", "g", "kg", "-1.5"),
        ("1", "lb", "g", None),
        ("1", None, "g", None),
        ("1", "g", "mL", None),
        ("1", "lb", "lb", None),
    ],
)
def test_a_reading_comes_in_the_unit_of_the_field(
    modules: Page, value: str, unit: str | None, wanted: str, expected: str | None
) -> None:
    reading = {"value": value, "unit": unit, "stable": True, "frame": ""}
    assert run(modules, "scales/readings", "m.inUnit(v[0], v[1])", reading, wanted) == expected


#: A balance on the line: it answers each question with what stands on it. The line closes when nothing reads or
#: writes.
BALANCE = r"""() => {
  let reply = "S D    100.2 g";
  window.place = (text) => { reply = text; };
  const line = new (class {
    async open() {
      if (this.isOpen) throw new DOMException("The port is already open.", "InvalidStateError");
      this.isOpen = true;
      let controller;
      this.readable = new ReadableStream({ start: (one) => { controller = one; } });
      this.writable = new WritableStream({
        write: () => controller.enqueue(new TextEncoder().encode(`${reply}\r\n`)),
      });
    }
    async close() {
      if (this.readable.locked || this.writable.locked) throw new TypeError("Cannot cancel a locked stream");
      this.isOpen = false;
    }
  })();
  Object.defineProperty(navigator, "serial", { value: { requestPort: async () => line } });
}"""


def test_a_line_that_was_let_go_is_opened_again(page: Page, fake: FakeSync, address: str) -> None:
    page.add_init_script(f"({BALANCE})()")
    tablet = Tablet(page, address)
    tablet.sign_in()
    page.evaluate("location.hash = '#/records'")
    page.select_option("#wire-protocol", "mt_sics")
    status = page.locator(".wire .status")
    for _ in range(2):
        page.click(".wire .button")
        expect(status).to_contain_text("100.2 g")
        page.click(".wire .button")
        expect(status).to_contain_text("未连接")


def test_a_stable_weight_goes_from_the_wire_into_the_grid(page: Page, fake: FakeSync, address: str) -> None:
    page.add_init_script(f"({BALANCE})()")
    tablet = Tablet(page, address)
    tablet.sign_in()
    page.evaluate("location.hash = '#/records'")
    page.click(".wire .button")
    expect(page.locator(".wire .status")).to_contain_text("请先选择协议")
    page.select_option("#wire-protocol", "mt_sics")
    expect(page.locator("#wire-unit")).to_be_hidden()
    page.click(".wire .button")
    expect(page.locator(".wire .status")).to_contain_text("100.2 g · 未稳定")
    tablet.go(SUGAR, "tare_values")
    page.locator("[data-section=tare_values] .rows .row input").first.focus()
    key = page.locator("[data-key=wire]")
    expect(key).to_be_disabled()
    page.evaluate("place('S S    100.25 g')")
    expect(key).to_have_text("取秤上读数 100.25 g")
    key.click()
    tablet.saved()
    tablet.type_digits("99.9")
    tablet.saved()
    sets = [
        one["operation"]["body"] for one in tablet.stored("operations") if one["operation"]["kind"] == "set"
    ]
    wired, typed = sets[-2:]
    assert (wired["value"], typed["value"]) == ("100.25", "99.9")
    frame = b"S S    100.25 g\r\n".hex()
    assert wired["read"] == {"protocol": "mt_sics", "frame": frame}
    assert "read" not in typed
