"""The whole job once, as its people do it at their screens: from an empty installation to the public's own check."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.stories.acts import PHONE, Office, Screen, Visit, screen, tablet
from tests.stories.city import (
    CELLS,
    FREE,
    INSPECTORS,
    INSTRUMENTS,
    LEAD,
    OBJECTS,
    PASSWORD,
    PRODUCTS,
    TODAY,
    City,
    founded,
    with_cell,
    workbook,
)
from tests.stories.walking import chinese, walk

SCALES, CONTENT, EYEWEAR = "集贸市场衡器", "定量包装商品净含量", "眼镜制配"
DICE = {SCALES: "3 1 4 1 5 9 2 6 5 3", CONTENT: "2 7 1 8 2 8 1 8 2 8", EYEWEAR: "1 6 1 8 0 3 3 9 8 8"}
ROOT = Path(__file__).parents[2]
#: What people write in Chinese in this story, and what is committed in their language; a package bears the
#: word 净含量 in every language.
WRITTEN = {
    *(f"{TODAY.year}年{programme}抽查" for programme in DICE),
    "封存后当场掷10枚十面骰子，按掷出顺序记数",
    "海岳市市场监督管理局", "管理员", "周主任", "李明", "东城 7 号", "孙经理", "钱店长", "社区工作人员 吴刚",
    "检查对象.xlsx", "人员.xlsx", "器具.xlsx", "商品.xlsx", "不认可称量结果", "第 3 件 450.3 g 是否记错？",
    "称量 10 kg 时的示值", "称量第 3 件", "焦度计示值", "在 10 kg 处多显 20 g", "净含量",
}  # fmt: skip


def test_from_an_empty_installation_to_an_outcome_that_the_public_checks(
    browser: Browser, tmp_path: Path
) -> None:
    with founded(tmp_path) as city:
        with screen(browser, Office, city.address) as office:
            office.sign_in("admin")
            a_bad_cell_is_named_and_nothing_is_taken_in(office, tmp_path)
            the_corrected_registers_are_taken_in(office, tmp_path)
            the_supervisor_and_the_inspector_get_accounts(office)
        with screen(browser, Office, city.address) as office, tablet(browser, city.address) as visit:
            office.sign_in("supervisor")
            drawn = each_programme_is_planned_and_drawn_in_front_of_witnesses(office)
            the_public_knows_that_there_was_a_draw_but_not_who_is_visited(browser, city, drawn[SCALES])

            the_inspector_fetches_the_visits_and_the_network_is_gone(visit, drawn)
            a_scale_that_shows_too_much_is_found_on_the_market(visit, drawn[SCALES])
            ten_packages_are_weighed_and_the_producer_does_not_sign(visit, drawn[CONTENT])
            a_pair_of_spectacles_is_measured(visit, drawn[EYEWEAR])
            in_English_the_tablet_shows_no_Chinese(visit)
            with_the_network_back_everything_is_sent_and_verified(visit, drawn)
            the_supervisor_finds_three_inspections_due(office)

            the_supervisor_sees_what_was_measured_and_publishes(office, drawn[SCALES])
            a_doubtful_reading_goes_back_to_the_inspector(office, drawn[CONTENT])
            the_inspector_corrects_the_reading(visit, drawn[CONTENT])
            the_second_revision_keeps_the_old_reading_and_is_published(office, drawn[CONTENT])
            the_eyewear_shop_is_published(office, drawn[EYEWEAR])
            when_all_visits_are_over_the_draws_are_opened(office)
            in_English_no_page_shows_Chinese(office, city, "/office/")
        with screen(browser, Screen, city.address, PHONE) as phone:
            the_public_finds_the_scale_and_reads_why_it_failed(phone, drawn[SCALES])
            the_command_printed_on_the_page_recomputes_its_hash(phone)
            the_public_recomputes_the_draw_in_its_own_browser(phone, drawn[SCALES])
            the_downloaded_bundle_verifies_without_the_server(phone, tmp_path)
            in_English_the_recomputed_draw_shows_no_Chinese(phone)
            in_English_no_page_shows_Chinese(phone, city, "/")
        with screen(browser, Office, city.address) as office:
            office.sign_in("admin")
            in_English_no_page_shows_Chinese(office, city, "/office/users/")


# The registers


def a_bad_cell_is_named_and_nothing_is_taken_in(office: Office, folder: Path) -> None:
    wrong = str(OBJECTS[2][1])[:-1] + "I"
    office.upload("检查对象", workbook(folder, "检查对象.xlsx", with_cell(OBJECTS, 2, 1, wrong)))
    office.sees("文件中有 1 处错误，没有导入任何内容。")
    fault = office.page.get_by_role("region", name="错误").get_by_role("row").last
    expect(fault).to_contain_text("B3")
    expect(fault).to_contain_text("统一社会信用代码")
    expect(fault).to_contain_text(wrong)
    office.open("/office/objects/")
    office.sees("共 0 条")


def the_corrected_registers_are_taken_in(office: Office, folder: Path) -> None:
    office.take_in("检查对象", workbook(folder, "检查对象.xlsx", OBJECTS), rows=6)
    office.take_in("执法检查人员", workbook(folder, "人员.xlsx", INSPECTORS), rows=3)
    office.take_in("计量器具", workbook(folder, "器具.xlsx", INSTRUMENTS), rows=6)
    office.take_in("定量包装商品", workbook(folder, "商品.xlsx", PRODUCTS), rows=2)
    office.upload("检查对象", workbook(folder, "检查对象.xlsx", OBJECTS))
    office.sees("名录库已与文件一致，没有需要写入的内容。")
    office.open("/office/objects/")
    office.sees("共 6 条", *(str(row[2]) for row in OBJECTS[1:]))


def the_supervisor_and_the_inspector_get_accounts(office: Office) -> None:
    office.add_account("supervisor", "周主任", "监管负责人")
    office.add_account("liming", "李明", "执法检查人员", LEAD)


# The plans and the draws


def each_programme_is_planned_and_drawn_in_front_of_witnesses(office: Office) -> dict[str, str]:
    """Return the name of the object that was drawn for each programme."""
    drawn = {}
    for programme, dice in DICE.items():
        a_plan_is_made_and_published(office, programme)
        office.commit()
        if drawn:
            dice_that_were_thrown_before_are_refused(office)
        office.type_twice(dice)
        drawn[programme] = office.draw()
    return drawn


def a_plan_is_made_and_published(office: Office, programme: str) -> None:
    office.open("/office/plans/add")
    office.page.get_by_role("group", name="检查事项", exact=True).get_by_label(programme, exact=True).check()
    office.fill(
        计划名称=f"{TODAY.year}年{programme}抽查",
        开始日期=TODAY.isoformat(),
        结束日期=(TODAY + timedelta(days=60)).isoformat(),
        每层抽取="50",
        每个对象现场抽查几件计量器具或商品="1",
    )
    expect(office.page.locator("[data-preview-target]")).to_contain_text("从 2 个对象中抽取 1 个")
    office.press("保存草稿")
    office.press("公布计划")
    office.sees("计划已公布，可以抽取。")


def dice_that_were_thrown_before_are_refused(office: Office) -> None:
    office.type_twice(DICE[SCALES])
    office.sees("不能再用", "尚未作任何更改")


def the_public_knows_that_there_was_a_draw_but_not_who_is_visited(
    browser: Browser, city: City, name: str
) -> None:
    with screen(browser, Screen, city.address, PHONE) as phone:
        phone.open("/draws/")
        phone.follow(f"D{TODAY.year}-0001")
        phone.sees("抽中 1 个检查对象", "名单在公开之前保密")
        expect(phone.page.get_by_text(name)).to_have_count(0)
        expect(phone.page.get_by_role("button", name="下载并复算")).to_have_count(0)


# The visits, with the radio off


def the_inspector_fetches_the_visits_and_the_network_is_gone(visit: Visit, drawn: dict[str, str]) -> None:
    visit.sign_in("liming", PASSWORD, "东城 7 号")
    expect(visit.page.locator("a.visit")).to_have_count(3)
    for name in drawn.values():
        expect(visit.page.locator("ol.visits")).to_contain_text(name)
    visit.page.context.set_offline(True)


def a_scale_that_shows_too_much_is_found_on_the_market(visit: Visit, name: str) -> None:
    visit.begin(name)
    visit.pick("使用中检查", "stage")
    visit.step("instruments")
    visit.page.locator("[data-number]").first.click()
    visit.tab("plate")
    visit.pick("完好", "seal")
    visit.tab("weighings")
    visit.type_down(visit.field("indication").first, "100", "2500", "7500", "10020", "15000")
    visit.answer_all("是")
    visit.photograph("称量 10 kg 时的示值")
    visit.note_violation("使用不合格的计量器具", "在 10 kg 处多显 20 g")
    visit.signed_by("孙经理")
    visit.finish_visit()


def ten_packages_are_weighed_and_the_producer_does_not_sign(visit: Visit, name: str) -> None:
    visit.begin(name)
    visit.step("product")
    visit.page.locator("[data-section=product] button.card").click()
    expect(visit.field("product", "nominal")).to_have_value("500")
    visit.step("lot")
    visit.enter("40", "lot", "size")
    visit.step("packages")
    contents = "500.4 501.2 450.3 500.9 502.0 499.8 500.6 501.5 500.1 501.0"
    visit.type_down(visit.field("net").first, *contents.split())
    visit.answer_all("是")
    visit.photograph("称量第 3 件")
    visit.refused("不认可称量结果", "社区工作人员 吴刚")
    visit.finish_visit()


def a_pair_of_spectacles_is_measured(visit: Visit, name: str) -> None:
    visit.begin(name)
    visit.step("spectacles")
    visit.page.locator("button.add").click()
    visit.enter("DD-1024", "number")
    visit.pick("单光", "design")
    for eye, ordered, measured in (
        ("right", ("-3.00", "-1.00", "90"), ("-3.04", "-1.00", "91")),
        ("left", ("-2.50", "-0.75", "80"), ("-2.48", "-0.75", "80")),
    ):
        visit.tab(eye)
        for side, values in (("ordered", ordered), ("measured", measured)):
            for quantity, value in zip(("sph", "cyl", "axis"), values, strict=True):
                visit.enter(value, eye, side, quantity)
    visit.step("instruments")
    visit.page.locator("[data-number]").first.click()
    expect(visit.field("serial")).not_to_have_value("")
    visit.answer_all("是")
    visit.photograph("焦度计示值")
    visit.signed_by("钱店长")
    visit.finish_visit()


def with_the_network_back_everything_is_sent_and_verified(visit: Visit, drawn: dict[str, str]) -> None:
    visit.counts(tablet=3, sent=0, verified=0)
    visit.page.context.set_offline(False)
    visit.counts(tablet=0, sent=0, verified=3)
    visit.show("#/")
    for name in drawn.values():
        line = visit.page.locator(".former li", has_text=name)
        expect(line).to_contain_text("已核验")


def in_English_the_tablet_shows_no_Chinese(visit: Visit) -> None:
    visit.page.get_by_role("button", name="English").click()
    expect(visit.page.get_by_role("button", name="中文").first).to_be_visible()
    for address in visit.pages():
        assert chinese(visit.page.content(), WRITTEN | FREE) == [], address
    visit.page.get_by_role("banner").get_by_role("button", name="中文").click()


# Review and publication


def the_supervisor_finds_three_inspections_due(office: Office) -> None:
    office.open("/office/")
    expect(office.page.get_by_role("link", name=re.compile("3 待复核"))).to_be_visible()
    office.sees("所有平板都已发送完毕。")


def the_supervisor_sees_what_was_measured_and_publishes(office: Office, name: str) -> None:
    office.open_review(name)
    office.sees("称量误差超过最大允许误差：载荷 10000 g", "使用不合格的计量器具", "孙经理")
    line = office.page.get_by_role("row", name="10020 g")
    expect(line).to_contain_text("±10 g")
    expect(line).to_contain_text("不符合")
    office.sees_photos(1)
    office.show_photo_to_the_public()
    office.press("复核通过")
    office.sees("请更正以下内容，尚未作任何更改")
    office.approve_and_publish("发现问题已责令改正")


def a_doubtful_reading_goes_back_to_the_inspector(office: Office, name: str) -> None:
    office.open_review(name)
    office.sees("短缺量大于2倍允许短缺量", "社区工作人员 吴刚")
    office.fill(退回的理由="第 3 件 450.3 g 是否记错？")
    office.press("退回更正")
    office.sees("已退回")


def the_inspector_corrects_the_reading(visit: Visit, name: str) -> None:
    visit.synchronise()
    visit.open_visit(name)
    expect(visit.page.get_by_role("note")).to_contain_text("第 3 件 450.3 g 是否记错？")
    visit.step("packages")
    third = visit.field("net").nth(2)
    expect(third).to_have_value("450.3")
    visit.type_down(third, "500.3")
    visit.refused("不认可称量结果", "社区工作人员 吴刚")
    visit.finish_visit()
    visit.counts(tablet=0, sent=0, verified=3)


def the_second_revision_keeps_the_old_reading_and_is_published(office: Office, name: str) -> None:
    office.open_review(name)
    office.sees("第 3 件 450.3 g 是否记错？", "平均实际含量", "500.78 g")
    office.page.get_by_text("按采用顺序").click()
    history = office.page.get_by_role("region", name="记录经过")
    for reading in ("450.3", "500.3"):
        expect(history.get_by_role("cell", name=reading, exact=True)).to_have_count(1)
    office.approve_and_publish("未发现问题")


def the_eyewear_shop_is_published(office: Office, name: str) -> None:
    office.open_review(name)
    expect(office.page.get_by_role("row", name="右镜片，顶焦度")).to_contain_text("±0.12")
    office.approve_and_publish("未发现问题")


def when_all_visits_are_over_the_draws_are_opened(office: Office) -> None:
    for number in range(1, len(DICE) + 1):
        office.open("/office/draws/")
        office.follow(f"D{TODAY.year}-{number:04d}")
        office.press("公开全部文件")
        office.sees("已完成，并记入公开日志。")


# The public


def the_public_finds_the_scale_and_reads_why_it_failed(phone: Screen, name: str) -> None:
    phone.open("/")
    phone.fill(**{"名称、编号或地址": name})
    phone.press("查找")
    phone.sees("共 1 条")
    phone.follow(name)
    expect(phone.page.get_by_role("heading", name="不符合").first).to_be_visible()
    phone.sees("载荷 10000 g", "±10 g", "JJG 539-2016", "发现问题已责令改正", "中华人民共和国计量法")
    expect(phone.page.locator("figure img")).to_have_count(1)
    for private in ("李明", "孙经理", "在 10 kg 处多显 20 g"):
        assert private not in phone.page.content()
    phone.fits()


def the_command_printed_on_the_page_recomputes_its_hash(phone: Screen) -> None:
    printed = phone.page.locator("pre.command").inner_text()
    answer = subprocess.run(["sh", "-c", printed], capture_output=True, text=True, timeout=60, check=True)
    phone.sees(answer.stdout.split()[0])


def the_public_recomputes_the_draw_in_its_own_browser(phone: Screen, name: str) -> None:
    phone.follow("查看并复算这次抽取")
    phone.press("下载并复算")
    expect(phone.page.locator(".verify-verdict.verify-ok")).to_contain_text("复算完成：每一项都相符。")
    number = next(str(row[0]) for row in OBJECTS if row[2] == name)
    phone.page.get_by_label("查一个检查对象").fill(number)
    phone.press("查看签号")
    expect(phone.page.locator(".verify-answer")).to_contain_text(number)
    phone.fits()


def the_downloaded_bundle_verifies_without_the_server(phone: Screen, folder: Path) -> None:
    with phone.page.expect_download() as download:
        phone.follow("下载公开包")
    download.value.save_as(folder / "bundle.zip")
    printed = phone.page.locator("pre.command").first.inner_text().splitlines()[-1].split()
    bundle, commitment = str(folder / "bundle.zip"), printed[-1]
    command = [sys.executable, "-m", "sampling", "verify", bundle, "--commitment", commitment]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert answer.returncode == 0, answer.stdout


# In English


def in_English_the_recomputed_draw_shows_no_Chinese(phone: Screen) -> None:
    phone.follow("English")
    phone.press("Download and recompute")
    expect(phone.page.locator(".verify-verdict.verify-ok")).to_contain_text("Recomputed: every check holds.")
    assert chinese(phone.page.content(), WRITTEN | FREE) == []


def in_English_no_page_shows_Chinese(screen: Screen, city: City, start: str) -> None:
    request = screen.page.context.request
    request.get(f"{city.address}/?lang=en")
    for path, html in walk(request, city.address + start, city.app.url_map.bind("")):
        entered = WRITTEN | FREE | (CELLS if "/imports/" in path else set())
        if "/rectifications/order/" in path:
            # A notice is written in the language of those who are served with it.
            html = re.sub(r"<textarea.*?</textarea>", "", html, flags=re.DOTALL)
        assert chinese(html, entered) == [], path
