"""What the public sees of a draw at each step: no more, and after the opening everything."""

import io
import re
import subprocess
import zipfile
from html import unescape

import pytest

import sampling
from sampling import log
from server.services import assignments, draws
from server.store import assignments_queries
from server.store.inspectors import Inspector, Recusal
from tests import published
from tests.campaign import SUPERVISOR, Campaign


@pytest.fixture
def campaign(session, make, now):
    """A register in which every name and number of object and inspector holds a marker."""
    campaign = Campaign(session, make, now)
    campaign.objects = [
        make.object(number=f"MARKER-{n}", uscc=None, name=f"MARKER市场{n}", address="MARKER路")
        for n in range(12)
    ]
    for n in range(5):
        make.inspector(certificate=f"MARKER-Z{n}", name=f"MARKER人{n}", role="lead" if n < 2 else "member")
    make.commit()
    return campaign


def public_addresses(draw):
    page = f"/draws/{draw.id}"
    files = [f"{page}/files/{name}" for name in sampling.FILES]
    return ["/", "/draws/", "/draws/log.jsonl", page, f"{page}/bundle.zip", *files, f"/plans/{draw.plan_id}"]


@pytest.mark.parametrize("reached", ["committed", "sealed", "drawn"])
def test_before_the_opening_nothing_of_lists_tickets_or_result_is_public(client, campaign, session, reached):
    draw = getattr(campaign, reached)()
    hidden = ["MARKER", draw.secret, draw.seed or "no seed yet"]
    for row in assignments_queries.of_draw(session, draw.id):
        hidden.append(row.ticket)
    session.commit()
    for address in public_addresses(draw):
        text = client.get(address).text
        assert [word for word in hidden if word in text] == [], address


@pytest.mark.parametrize("reached", ["committed", "sealed", "drawn"])
def test_there_is_no_file_to_download_before_the_opening(client, campaign, session, reached):
    draw = getattr(campaign, reached)()
    session.commit()
    for address in public_addresses(draw)[4:-1]:
        assert client.get(address).status_code == 404, address


def test_substitutions_before_the_opening_name_nobody(client, campaign, session):
    draw = campaign.drawn()
    first = assignments_queries.of_draw(session, draw.id)[0]
    assignments.substitute(
        session, SUPERVISOR, campaign.later(), assignment_id=first.id, reason="MARKER搬走了"
    )
    session.commit()
    for address in public_addresses(draw):
        assert "MARKER" not in client.get(address).text, address


def test_a_draw_voided_before_its_opening_keeps_its_lists_closed(client, campaign, session):
    draw = campaign.drawn()
    campaign.step(draws.void, draw, reason="会场断电")
    session.commit()
    page = client.get(f"/draws/{draw.id}").text
    assert "会场断电" in page
    assert "MARKER" not in page
    assert client.get(f"/draws/{draw.id}/bundle.zip").status_code == 404


def test_the_commitment_the_source_and_the_public_value_are_public_at_once(client, campaign, session):
    draw = campaign.sealed()
    session.commit()
    page = client.get(f"/draws/{draw.id}").text
    assert all(f"<span>{draw.commitment[n : n + 8]}</span>" in page for n in range(0, 64, 8))
    assert draw.entropy_source in page
    assert draw.entropy in page


def test_a_scanned_commitment_is_compared_with_the_page(client, campaign, session):
    draw = campaign.committed()
    session.commit()
    assert "与您扫码时记录的承诺值相同" in client.get(f"/draws/{draw.id}?commitment={draw.commitment}").text
    assert "与您扫码时记录的承诺值不同" in client.get(f"/draws/{draw.id}?commitment={'0' * 64}").text


def test_after_the_opening_anyone_can_download_and_recompute(client, campaign, session):
    draw = campaign.opened()
    session.commit()
    answer = client.get(f"/draws/{draw.id}/bundle.zip")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{draw.number}.zip"'
    assert answer.data == client.get(f"/draws/{draw.id}/bundle.zip").data
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert sampling.verify(files, commitment=draw.commitment).ok
    for name, data in files.items():
        assert client.get(f"/draws/{draw.id}/files/{name}").data == data
    assert client.get(f"/draws/{draw.id}/files/other.txt").status_code == 404


def test_after_the_opening_the_page_lists_objects_strata_and_history(client, campaign, session):
    for person in session.query(Inspector).all():
        about = campaign.objects[3].id
        session.add(Recusal(id=f"r-{person.certificate}", inspector_id=person.id, object_id=about))
    session.flush()
    draw = campaign.opened(plan=campaign.plan(sample=[{"division": "*", "risk_class": "*", "number": 11}]))
    row = assignments_queries.of_draw(session, draw.id)[0]
    new = assignments.substitute(session, SUPERVISOR, campaign.later(), assignment_id=row.id, reason="已停业")
    session.commit()
    page = client.get(f"/draws/{draw.id}").text
    assert page.count("尚未公布") == 11
    assert f"对象 {row.object.number} 由同层下一签号 {new.object.number} 递补" in page
    assert "已停业" in page
    assert f'data-commitment="{draw.commitment}"' in page
    assert "verify/page.js" in page


def test_the_drawn_objects_are_paged_and_searched(client, campaign, session, make):
    for n in range(60):
        make.object(name=f"分页市场{n:02d}")
    draw = campaign.opened(plan=campaign.plan(sample=[{"division": "*", "risk_class": "*", "ratio": "1"}]))
    session.commit()
    first = client.get(f"/draws/{draw.id}").text
    assert "共 72 条" in first
    assert first.count("尚未公布") == 50
    assert client.get(f"/draws/{draw.id}?page=2").text.count("尚未公布") == 22
    found = client.get(f"/draws/{draw.id}?q=分页市场07").text
    assert "共 1 条" in found
    assert "分页市场07" in found
    nobody = client.get(f"/draws/{draw.id}?q=没有这家").text
    assert "抽中的对象里没有符合条件的" in nobody
    assert 'value="没有这家"' in nobody


def test_files_are_listed_with_their_sizes(client, campaign, session):
    draw = campaign.opened()
    session.commit()
    page = client.get(f"/draws/{draw.id}").text
    for name in sampling.FILES:
        size = len(client.get(f"/draws/{draw.id}/files/{name}").data)
        cell = page[page.index(f"/files/{name}") :].split('class="numeric">', 1)[1]
        assert cell.startswith(f"{size}<"), name


def test_the_command_on_the_page_gives_the_ticket_of_a_shop(client, campaign, session):
    draw = campaign.opened()
    row = assignments_queries.of_draw(session, draw.id)[0]
    session.commit()
    page = unescape(client.get(f"/draws/{draw.id}").text)
    command = re.search(r"<code>(printf .*? sha256sum)</code>", page)[1]
    done = subprocess.run(
        ["bash", "-c", command.replace("编号", row.object.number)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split()[0] == row.ticket


def test_a_stall_holder_is_told_in_two_hundred_words(client):
    for language, most in (("zh", 420), ("en", 300)):
        page = client.get(f"/draws/how?lang={language}").text
        said = re.sub(r"<[^>]+>", " ", page[page.index("<h1>") : page.index("</main>")])
        words = re.findall(r"[\u4e00-\u9fff]" if language == "zh" else r"[A-Za-z]+", said)
        assert 150 < len(words) <= most
        assert 'role="img"' in page


def test_published_outcomes_tell_the_share_of_all(client, make, session):
    strata = [
        {"stratum": "379901/C", "objects": 100, "sample": 4},
        {"stratum": "379902/C", "objects": 300, "sample": 4},
    ]
    drawn = published.draw(make, strata=strata)
    for n in range(8):
        division = "379901" if n < 4 else "379902"
        verdict = "fail" if n in (0, 1, 4) else "pass"
        shop = make.object(division=division, risk_class="C")
        rows = [{"verdict": "fail" if n == 0 else "pass"}, {"verdict": "pass"}, {"verdict": "not_judged"}]
        result = {"verdict": verdict, "instruments": rows}
        published.outcome(make, shop, draw=drawn, content={"verdict": verdict, "result": result})
    make.commit()
    page = client.get(f"/draws/{drawn.id}").text
    table = page[page.index('id="estimates-title"') :].split("</table>")[0]
    rows = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)) for row in table.split("<tr>")[2:]]
    # 1/4 of the objects fail by half, 3/4 by a quarter; of two judged instruments in each shop one of 16 fails.
    assert " 全部检查对象 8 3 31.2% " in rows[0]
    assert [" 4 2 50.0% " in rows[1], " 4 1 25.0% " in rows[2]] == [True, True]
    assert " 全部计量器具 16 1 3.1% " in rows[3]
    assert all(re.search(r" [\d.]+% – [\d.]+% $", row) for row in rows)
    told = client.get(f"/api/draws/{drawn.number}").json["estimates"]
    assert [(one["of"], one["division"], one["share"]) for one in told] == [
        ("objects", "*", "0.3125"),
        ("objects", "379901", "0.5000"),
        ("objects", "379902", "0.2500"),
        ("instruments", "*", "0.0312"),
    ]


@pytest.mark.parametrize("begun", [0, 2])
def test_a_voided_draw_says_how_many_inspections_it_withdrew(client, campaign, session, begun):
    draw = campaign.opened()
    for row in assignments_queries.of_draw(session, draw.id)[:begun]:
        inspection = assignments_queries.inspection_of(session, row.id)
        inspection.entries, inspection.finished_at = 5, campaign.now
    campaign.step(draws.void, draw, reason="名单有误")
    session.commit()
    told = "已开始、没有公布结果的检查有 2 次，其中 2 次已经完成"
    assert (told in client.get(f"/draws/{draw.id}").text) == bool(begun)


def test_every_commitment_stays_in_the_log_whatever_became_of_it(client, campaign, session):
    plan = campaign.plan()
    made = [campaign.committed(plan), campaign.drawn(plan=plan), campaign.opened(plan=plan, value="2 7 1")]
    campaign.step(draws.void, made[0], reason="名单有误")
    session.commit()
    page = client.get("/draws/").text
    for draw in made:
        assert draw.number in page
        assert draw.commitment[:16] in page
    assert "已作废" in page
    assert "共 1 条" in client.get("/draws/?state=voided").text
    assert "共 1 条" in client.get(f"/draws/?q={made[1].commitment}").text
    assert "没有符合条件的抽取" in client.get("/draws/?q=nothing").text


def test_an_empty_log_is_shown_as_empty(client):
    assert "没有符合条件的抽取" in client.get("/draws/").text
    assert client.get("/draws/log.jsonl").data == b""
    assert "尚无记录" in client.get("/").text


def test_the_downloaded_log_holds_and_its_head_stands_on_every_page(client, campaign, session):
    campaign.opened()
    session.commit()
    data = client.get("/draws/log.jsonl").data
    report = log.verify_log(log.split_log(data))
    assert report.ok
    foot = client.get("/").text
    assert report.facts["hash"] in foot
    assert f"{report.facts['seq']} 条" in foot


def test_the_part_of_the_log_after_a_noted_head_continues_it(client, campaign, session):
    campaign.drawn()
    session.commit()
    noted = log.parse_entry(log.split_log(client.get("/draws/log.jsonl").data)[-1]).head
    assert f"--from-head {noted.seq}:{noted.hash}" in client.get("/draws/").text
    assert client.get(f"/draws/log.jsonl?after={noted.seq}").data == b""
    campaign.opened(value="2 7 1 8")
    session.commit()
    later = log.split_log(client.get(f"/draws/log.jsonl?after={noted.seq}").data)
    assert len(later) == 4
    assert log.verify_log(later, start=noted).ok
    for odd in ("-1", "x", "9" * 30):
        assert client.get(f"/draws/log.jsonl?after={odd}").data.count(b"\n") == 7


def test_the_log_is_paged(client, campaign, session):
    plan = campaign.plan()
    for _ in range(21):
        campaign.committed(plan)
    session.commit()
    assert "共 21 条" in client.get("/draws/").text
    assert "D2026-0001" in client.get("/draws/?page=2").text
    assert "D2026-0001" not in client.get("/draws/").text


def test_markup_in_a_title_is_shown_as_text(client, campaign, session):
    draw = campaign.committed(campaign.plan(title="<img src=x onerror=alert(1)>"))
    session.commit()
    for address in ("/draws/", f"/draws/{draw.id}"):
        assert "<img src=x" not in client.get(address).text
