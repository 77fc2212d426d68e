"""What people do at their screens, and what they see there: the words of the stories."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import TABLET, watch
from tests.browser.tablet import Tablet
from tests.stories.city import PASSWORD, ZONE

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


class Screen:
    """A person's browser at an address."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        page.set_default_timeout(20_000)

    def open(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(self.address + path)

    def press(self, name: str) -> None:
        """Press a button of the page."""
        self.page.get_by_role("main").get_by_role("button", name=name).click()

    def follow(self, name: str) -> None:
        """Follow the first link of this name."""
        self.page.get_by_role("link", name=name).first.click()

    def fill(self, **fields: str) -> None:
        """Fill fields by their labels."""
        for label, text in fields.items():
            self.page.get_by_label(label, exact=True).fill(text)

    def choose(self, label: str, option: str) -> None:
        """Choose an option of a list."""
        self.page.get_by_label(label).select_option(option)

    def sees(self, *texts: str) -> None:
        """Every text stands on the page."""
        for text in texts:
            expect(self.page.get_by_role("main")).to_contain_text(text)

    def fits(self) -> None:
        """The page does not scroll sideways."""
        width = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width[0] <= width[1], self.page.url

    def sign_in(self, username: str) -> None:
        """Sign in and arrive at the office."""
        self.open("/account/sign-in")
        self.fill(账号=username, 密码=PASSWORD)
        self.press("登录")
        self.page.wait_for_url("**/office/")


class Office(Screen):
    """An administrator's or a supervisor's screen."""

    def upload(self, register: str, file: Path) -> None:
        """Hand in the file of a register to be checked."""
        self.open("/office/imports/")
        self.choose("导入到哪个名录库", register)
        self.page.get_by_label("文件").set_input_files(file)
        self.press("上传并核对")

    def take_in(self, register: str, file: Path, rows: int) -> None:
        """Hand in the file of a register and take in its rows."""
        self.upload(register, file)
        self.press(f"全部导入（{rows} 条）")
        self.sees("全部导入。")

    def add_account(self, username: str, name: str, role: str, certificate: str = "") -> None:
        """Make an account."""
        self.open("/office/users/add")
        self.fill(账号=username, 姓名=name, 密码=PASSWORD)
        self.choose("角色", role)
        self.page.get_by_label("执法证号").fill(certificate)
        self.press("建立")
        self.sees(f"账号 {username} 已建立")

    def commit(self) -> None:
        """Begin the draw of the plan on the page: from here on nothing can be changed unseen."""
        self.follow("按此计划抽取")
        self.page.get_by_label("十面骰子的枚数").fill("10")
        self.press("封存")
        expect(self.page.locator(".stage-hash span")).to_have_count(8)
        # What is thrown in the second of the commitment counts as known before it.
        committed = self.page.evaluate("Math.floor(Date.now() / 1000)")
        self.page.wait_for_function("second => Date.now() / 1000 > second + 1", arg=committed)

    def type_twice(self, dice: str) -> None:
        """Two people type what the dice show."""
        self.fill(第一人输入公开值=dice, 第二人再输入一遍=dice)
        expect(self.page.get_by_text("✓ 两次输入相同")).to_be_visible()
        self.press("记录公开值")

    def draw(self) -> str:
        """Draw the one object, and return its name as the room sees it."""
        self.press("抽取 1 个对象")
        drawn = self.page.locator("[data-drawn] > li:visible")
        expect(drawn).to_have_count(1)
        expect(self.page.get_by_role("heading", name="第四步：公开")).to_be_visible()
        return drawn.locator("strong").inner_text()

    def open_review(self, name: str) -> None:
        """Open the inspection of an object that waits for review."""
        self.open("/office/inspections/")
        self.follow(name)
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("待复核")

    def show_photo_to_the_public(self) -> None:
        """Decide that the one photo is published with the outcome."""
        photo = self.page.locator(".photo-card")
        photo.get_by_role("button", name=re.compile("^公开")).click()
        expect(photo.locator("strong")).to_have_text("公开")

    def sees_photos(self, number: int) -> None:
        """So many photos are shown, and each of them is a picture."""
        photos = self.page.locator(".photo-card img")
        expect(photos).to_have_count(number)
        for photo in photos.all():
            photo.scroll_into_view_if_needed()
            expect(photo).to_have_js_property("complete", True)
            assert photo.evaluate("image => image.naturalWidth") > 0

    def approve_and_publish(self, category: str) -> None:
        """Choose the result of the one item, approve, publish."""
        self.choose("检查结果：", category)
        self.press("复核通过")
        self.sees("复核通过，可以公布。")
        self.press("公布这个结果")
        self.sees("已公布。")


class Visit(Tablet):
    """The inspector's tablet, with one of the visits open."""

    def open_visit(self, name: str) -> None:
        """Open the visit of an object from today's list and begin it."""
        self.page.evaluate("location.hash = '#/'")
        self.page.locator("a.visit", has_text=name).click()

    def begin(self, name: str) -> None:
        """Open a visit and begin it."""
        self.open_visit(name)
        self.page.get_by_role("button", name="开始检查").click()

    def tab(self, name: str) -> None:
        """Turn to a part of the thing that is open."""
        self.page.click(f"[data-tab={name}]")
        self.page.locator(f"[data-section={name}]").wait_for()

    def type_down(self, first: Locator, *values: str) -> None:
        """Type values one after the other, with the key that goes on to the next."""
        first.click()
        for value in values:
            self.page.keyboard.type(value)
            self.page.keyboard.press("Enter")
        self.saved()

    def pages(self) -> Iterator[str]:
        """Turn to every page of every visit, those of the first thing inspected among them; yield where it is."""
        self.show("#/")
        yield "#/"
        for visit in self.links("a.visit"):
            self.show(visit)
            for step in self.links("a.step"):
                self.show(step)
                yield step
                for thing in self.page.locator("button.card[data-begun=true]").all()[:1]:
                    thing.click()
                    for tab in self.links("a.tab"):
                        self.show(tab)
                        yield tab
        for address in ("#/records", "#/sign-in"):
            self.show(address)
            yield address

    def show(self, address: str) -> None:
        """Go to another page of the tablet and wait until it stands."""
        here = "document.querySelector('main').firstElementChild.dataset"
        self.page.evaluate(f"address => {{ {here}.left = 'yes'; location.hash = address }}", address)
        self.page.wait_for_function(f"() => {here}.left === undefined")

    def links(self, selector: str) -> list[str]:
        """Where links lead."""
        self.page.locator(selector).first.wait_for()
        return self.page.locator(selector).evaluate_all(
            "links => links.map((one) => one.getAttribute('href'))"
        )

    def pick(self, text: str, *path: str) -> None:
        """Press one of the answers of a field."""
        self.field(*path).get_by_role("button", name=text, exact=True).click()
        self.saved()

    def answer_all(self, answer: str) -> None:
        """Give every item of the checklist the same answer."""
        self.step("checklist")
        for item in self.page.locator(".item").all():
            item.get_by_role("button", name=answer, exact=True).click()
        self.saved()

    def photograph(self, caption: str) -> None:
        """Take a photo with the camera of the page and say what it shows."""
        self.step("photos")
        self.page.get_by_role("button", name="打开相机").click()
        self.page.get_by_role("button", name="拍照").click()
        expect(self.page.locator("li.photo img[src]")).to_have_count(1)
        self.page.get_by_label("说明").fill(caption)
        self.page.keyboard.press("Tab")

    def note_violation(self, text: str, note: str) -> None:
        """Choose a violation, all of its bases, and say what was found."""
        self.step("violations")
        self.page.get_by_role("button", name=text, exact=True).click()
        boxes = self.page.locator(".violation-form input[type=checkbox]")
        expect(boxes.first).to_be_visible()
        for box in boxes.all():
            box.check()
        self.page.get_by_label("事实说明").fill(note)
        self.page.get_by_role("button", name="完成", exact=True).click()
        expect(self.page.locator(".card.violation")).to_contain_text(text)

    def signed_by(self, name: str) -> None:
        """The inspected party writes its name on the glass."""
        self.step("consent")
        self.page.get_by_label("姓名").fill(name)
        glass = self.page.locator("canvas.glass")
        # A place on the glass is known once the glass has come to rest.
        glass.hover()
        box = glass.bounding_box()
        self.page.mouse.move(box["x"] + 60, box["y"] + 60)
        self.page.mouse.down()
        for x, y in ((180, 120), (240, 40), (400, 130), (520, 60)):
            self.page.mouse.move(box["x"] + x, box["y"] + y, steps=3)
        self.page.mouse.up()
        self.page.get_by_role("button", name="保存签名").click()
        expect(self.page.locator("[data-signed]")).to_have_text(f"{name} 已签名")

    def refused(self, reason: str, witness: str) -> None:
        """The inspected party does not sign; somebody saw it."""
        self.step("consent")
        self.page.get_by_text("拒绝签名", exact=True).click()
        self.page.get_by_label("理由").fill(reason)
        self.page.get_by_label("见证人").fill(witness)
        self.page.get_by_role("button", name="保存拒签").click()
        expect(self.page.locator(f"[data-refused='{witness}']")).to_be_visible()

    def finish_visit(self) -> None:
        """Nothing is open any more: finish."""
        self.step("finish")
        expect(self.page.locator(".finish")).to_contain_text("必填项均已录入")
        self.page.get_by_role("button", name="完成检查").click()
        expect(self.page.locator("[data-finished]")).to_be_visible()


@contextmanager
def screen(
    browser: Browser, kind: type, address: str, view: dict[str, int] = DESK, **options: object
) -> Iterator:
    """A person's browser with storage of its own; an error that it logs fails the story."""
    context = browser.new_context(viewport=view, locale="zh-CN", timezone_id=ZONE, **options)
    page = context.new_page()
    errors = watch(page)
    yield kind(page, address)
    assert errors() == []
    context.close()


@contextmanager
def tablet(browser: Browser, address: str) -> Iterator[Visit]:
    """An inspector's tablet with its camera."""
    with screen(browser, Visit, address, TABLET, permissions=["camera"], has_touch=True) as visit:
        yield visit
