"""The public reads outcomes: finds them, understands them, checks them."""

from __future__ import annotations

import hashlib
import re
import shlex
import subprocess
import threading
from datetime import date
from io import BytesIO

import pytest
from PIL import Image
from werkzeug.serving import make_server

from server.documents.photos import public_copy
from server.store.files import FileStore
from tests.published import draw


def text_of(answer) -> str:
    """The words of a page, without markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_the_front_page_asks_one_question_and_shows_the_latest(client, make) -> None:
    made = [make.outcome() for _ in range(7)]
    make.commit()
    page = client.get("/")
    assert "这杆秤准不准？" in page.text
    assert page.text.count('class="entry entry-fail"') == 6
    assert made[0].number not in page.text
    assert "全部 7 项检查结果" in page.text


def test_an_empty_site_says_so(client) -> None:
    assert "还没有公布的检查结果" in client.get("/").text
    assert "没有公布结果不等于不符合" in client.get("/outcomes/").text


def test_a_search_narrows_the_list_and_keeps_what_was_typed(client, make) -> None:
    make.division("379901")
    market = make.outcome(make.object(name="荷花农贸市场"))
    other = make.outcome(programme="net_content", category="no_problem")
    make.commit()
    found = client.get(
        "/outcomes/?q=荷花&programme=market_scales&verdict=fail&division=379901&from=2026-01-01&to=2026-12-31"
    )
    assert market.number in found.text
    assert other.number not in found.text
    assert 'value="荷花"' in found.text
    assert "共 1 条" in found.text
    assert other.number in client.get("/outcomes/?category=no_problem").text
    assert market.number in client.get("/outcomes/?programme=nonsense&verdict=nonsense&division=x").text


def test_a_long_list_has_pages_and_a_number_beyond_the_end_gives_the_last(client, make) -> None:
    made = [make.outcome() for _ in range(21)]
    make.commit()
    first, last = client.get("/outcomes/"), client.get("/outcomes/?page=99")
    assert "第 1 / 2 页" in first.text
    assert made[0].number not in first.text
    assert "第 2 / 2 页" in last.text
    assert made[0].number in last.text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("from=2026-13-01", "“2026-13-01”不是日期"),
        ("to=soon&lang=en", "“soon” is not a date"),
        ("from=2026-03-05&to=2026-03-01", "结束日期早于开始日期 2026-03-05"),
    ],
)
def test_a_day_that_is_none_is_named_at_its_field(client, query: str, words: str) -> None:
    page = client.get(f"/outcomes/?{query}")
    assert page.status_code == 422
    assert words in page.text
    assert 'role="alert"' in page.text


def test_an_outcome_shows_verdict_basis_every_measurement_and_its_limit(client, make) -> None:
    made = make.outcome(make.object(name="荷花农贸市场"))
    make.commit()
    words = text_of(client.get(f"/outcomes/{made.number}?lang=en"))
    assert "Fail At least one requirement is not met." in words
    assert "JJG 539-2016" in words
    assert "Weighing 1000&nbsp;g 1035&nbsp;g 35.5&nbsp;g ±5&nbsp;g ✕ Fail" in words
    assert "1000&nbsp;g 950&nbsp;g 50&nbsp;g 5&nbsp;g ✕ Fail" in words
    assert "Problem found, ordered to correct" in words


def test_violations_stand_with_their_basis_and_what_is_from_memory_is_marked(client, make) -> None:
    bases = [
        {"document": "中华人民共和国计量法", "article": "第25条", "trust": "A"},
        {"document": "某地方规章", "article": "第9条", "trust": "C"},
    ]
    made = make.outcome(content={"violations": [{"code": "unqualified_used", "basis": bases}]})
    make.commit()
    words = text_of(client.get(f"/outcomes/{made.number}"))
    assert "使用不合格的计量器具 中华人民共和国计量法 第25条 某地方规章 第9条 凭记忆，原文待核对" in words


def test_an_inspection_that_was_not_possible_says_why(client, make) -> None:
    content = {"verdict": "not_judged", "not_possible": "closed", "record": None, "result": None}
    made = make.outcome(content=content, category="activity_not_found")
    make.commit()
    words = text_of(client.get(f"/outcomes/{made.number}?lang=en"))
    assert "The inspection was not possible: Closed." in words
    assert "What was measured" not in words


def test_a_correction_stands_beside_what_it_corrects(client, make) -> None:
    first = make.outcome()
    second = make.outcome(first.object, corrects=first, content={"verdict": "pass"})
    make.commit()
    current = text_of(client.get(f"/outcomes/{first.number}"))
    assert "本结果经过更正，现为第 2 版。 更正理由：数据录入有误" in current
    earlier = text_of(client.get(f"/outcomes/{first.number}?version=1"))
    assert "这是第 1 版，已被更正" in earlier
    for words in (current, earlier):
        assert "第 2 版 （现行）" in words
    assert first.content_sha256 in earlier
    assert second.content_sha256 in current
    assert client.get(f"/outcomes/{first.number}?version=3").status_code == 404


def test_how_the_object_was_drawn_leads_to_the_draw(client, make) -> None:
    made = make.outcome()
    make.commit()
    page = client.get(f"/outcomes/{made.number}")
    assert f"/draws/{made.draw_id}" in page.text
    assert "签号" in page.text


def test_ticket_and_order_of_a_draw_that_is_not_opened_stay_hidden(client, make) -> None:
    made = make.outcome(draw=draw(make, opened=False))
    make.commit()
    page = client.get(f"/outcomes/{made.number}")
    assert "承诺值" in page.text
    assert "抽取尚未公开" in page.text
    assert "检查顺序" not in page.text


def test_an_inspection_of_more_than_twelve_months_ago_is_called_old(client, make, clock) -> None:
    made = make.outcome(inspected_on=date(2025, 3, 2))
    make.commit()
    assert "超过 12 个月" not in client.get(f"/outcomes/{made.number}").text
    clock.forward(days=1)
    assert "超过 12 个月" in client.get(f"/outcomes/{made.number}").text


def test_a_later_inspection_of_the_same_object_is_pointed_at(client, make) -> None:
    object = make.object()
    old = make.outcome(object, inspected_on=date(2025, 3, 2))
    new = make.outcome(object, inspected_on=date(2026, 3, 2))
    make.commit()
    assert f'href="/outcomes/{new.number}"' in client.get(f"/outcomes/{old.number}").text
    assert "又接受了检查" not in client.get(f"/outcomes/{new.number}").text


def test_the_download_is_exactly_the_bytes_that_were_hashed(client, make) -> None:
    made = make.outcome()
    make.commit()
    answer = client.get(f"/outcomes/{made.number}/1.json")
    assert answer.data == made.content.encode()
    assert hashlib.sha256(answer.data).hexdigest() == made.content_sha256
    assert client.get(f"/outcomes/{made.number}/2.json").status_code == 404
    assert client.get("/outcomes/none/1.json").status_code == 404


def test_the_command_on_the_page_prints_the_hash_on_the_page(app, client, make, settings) -> None:
    made = make.outcome()
    make.commit()
    page = client.get(f"/outcomes/{made.number}")
    command = re.search(r"<code>(curl .+?)</code>", page.text)[1]
    assert shlex.split(command)[0] == "curl"
    server = make_server("127.0.0.1", 0, app)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        here = command.replace(settings.base_url, f"http://127.0.0.1:{server.server_port}")
        done = subprocess.run(["sh", "-c", here], capture_output=True, check=True, timeout=30)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert done.stdout.decode().split()[0] == made.content_sha256


def test_a_photo_is_shown_only_when_the_version_in_force_lists_it(client, make, settings) -> None:
    picture = BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "JPEG")
    files = FileStore(settings.files)
    shown, withdrawn = (files.put(public_copy(picture.getvalue()) + extra) for extra in (b"", b"other"))
    first = make.outcome(
        content={"photos": [{"sha256": shown, "caption": "铭牌"}, {"sha256": withdrawn, "caption": ""}]}
    )
    make.outcome(first.object, corrects=first, content={"photos": [{"sha256": shown, "caption": "铭牌"}]})
    other = make.outcome()
    make.commit()
    assert 'alt="铭牌"' in client.get(f"/outcomes/{first.number}").text
    answer = client.get(f"/outcomes/{first.number}/photos/{shown}.jpg")
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert client.get(f"/outcomes/{first.number}/photos/{withdrawn}.jpg").status_code == 404
    assert client.get(f"/outcomes/{other.number}/photos/{shown}.jpg").status_code == 404
    assert client.get(f"/outcomes/{first.number}/photos/..%2fx.jpg").status_code == 404


def test_a_page_is_sent_again_only_after_a_change(client, make) -> None:
    made = make.outcome()
    make.commit()
    first = client.get(f"/outcomes/{made.number}")
    tag = {"If-None-Match": first.headers["ETag"]}
    assert first.last_modified == made.published_at.replace(microsecond=0)
    assert client.get(f"/outcomes/{made.number}", headers=tag).status_code == 304
    assert client.get(f"/outcomes/{made.number}?lang=en", headers=tag).status_code == 200
    client.delete_cookie("lang")
    make.outcome(made.object, corrects=made)
    make.commit()
    assert client.get(f"/outcomes/{made.number}", headers=tag).status_code == 200


def test_pages_of_signed_in_people_are_not_kept(sign_in, make) -> None:
    made = make.outcome()
    client = sign_in("supervisor")
    answer = client.get(f"/outcomes/{made.number}")
    assert answer.status_code == 200
    assert "ETag" not in answer.headers


def test_markup_in_names_is_shown_as_text(client, make) -> None:
    made = make.outcome(make.object(name="<script>alert(1)</script>", address='"><img src=x>'))
    make.commit()
    for address in ("/", "/outcomes/", f"/outcomes/{made.number}", f"/objects/{made.object_number}"):
        page = client.get(address).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize("programme", ["market_scales", "net_content", "eyewear"])
def test_every_page_is_complete_in_english(client, make, programme: str) -> None:
    made = make.outcome(make.object(name="Lotus", address="1 Lotus Road"), programme=programme)
    record = made.content
    make.commit()
    page = text_of(client.get(f"/outcomes/{made.number}?lang=en"))
    own = {
        "公平秤",
        "中文",
        *re.findall(r"[一-鿿]+", record),
        *re.findall(r"[一-鿿]+", "海岳市市场监督管理局 东城区"),
    }
    left = set(re.findall(r"[一-鿿]+", page)) - own
    assert not left


def test_each_inspection_item_has_its_result_and_a_programme_without_items_has_one(client, make) -> None:
    whole = make.outcome()
    parts = [{"item": {"zh": zh, "en": "One"}, "category": "no_problem"} for zh in ("净含量", "净含量标注")]
    several = make.outcome(content={"items": parts})
    make.commit()
    results = "检查结果类别 {} 结果 "
    assert results.format("检查事项") + "在用计量器具监督检查" in text_of(
        client.get(f"/outcomes/{whole.number}")
    )
    page = text_of(client.get(f"/outcomes/{several.number}"))
    assert results.format("检查项目") + "净含量" in page
    assert "净含量标注" in page
