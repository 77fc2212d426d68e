"""The check in the visitor's browser answers as `python -m sampling verify` does, and never says more than it knows."""

from __future__ import annotations

import base64
import functools
import http.server
import io
import json
import re
import shutil
import threading
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

import sampling
from tests.sampling.bundles import NAMES, PATIENT, arguments, draws, entropies, vector

STATIC = Path(__file__).parents[2] / "server" / "web" / "static" / "verify"
PAGE = """<!doctype html>
<html lang="{html_lang}"><head><meta charset="utf-8"><title>Draw</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; worker-src 'self';
 connect-src 'self'; style-src 'self'">
<link rel="stylesheet" href="verify/verify.css"></head>
<body><main><section data-bundle-url="{bundle}" {attributes}><h2>Draw</h2></section></main>
<script type="module" src="verify/page.js"></script></body></html>"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address and the folder of a web server that holds the check."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(STATIC, folder / "verify")
    handler = functools.partial(QuietHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", folder
        server.shutdown()
        thread.join()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files that the browser may not keep, without a line on the console for each."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def page(browser) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert problems == []


@pytest.fixture(scope="module")
def laboratory(browser, site) -> Iterator[Page]:
    """A blank page on which the modules are called directly."""
    address, folder = site
    (folder / "blank.html").write_text("<!doctype html><title>blank</title>")
    page = browser.new_page()
    page.goto(f"{address}/blank.html")
    yield page
    page.close()


@pytest.fixture
def show(page: Page, site):
    """Opens a page with a bundle and returns it."""
    address, folder = site

    def show(bundle: bytes | None, language: str = "en", commitment: str = "", html_lang: str = "") -> Page:
        (folder / "bundle.zip").unlink(missing_ok=True)
        if bundle is not None:
            (folder / "bundle.zip").write_bytes(bundle)
        attributes = f'data-lang="{language}"' if not html_lang else ""
        attributes += f' data-commitment="{commitment}"' if commitment else ""
        html = PAGE.format(bundle="bundle.zip", attributes=attributes, html_lang=html_lang or "de")
        (folder / "page.html").write_text(html, encoding="utf-8")
        page.goto(f"{address}/page.html")
        return page

    return show


# What the page shows


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_published_bundle_is_recomputed_and_accepted(show, name, method):
    files = vector(name)
    page = show(_zipped(files, method), commitment=sampling.commitment_of(files["rule.json"]))
    page.get_by_role("button", name="Download and recompute").click()
    expect(page.locator(".verify-ok")).to_have_text(
        "Recomputed: every check holds. "
        "Now compare the commitment and the public value with those published at the time."
    )
    assert page.locator("[data-check]").count() == 20
    assert page.locator(".verify-row-failed").count() == 0
    expect(page.locator(".verify-facts")).to_contain_text(files["entropy.txt"].decode())


def test_the_page_speaks_chinese_or_english(show):
    bundle = _zipped(vector("draw-chinese"))
    page = show(bundle, "zh")
    page.get_by_role("button", name="下载并复算").click()
    expect(page.locator(".verify-ok")).to_contain_text("复算完成")
    expect(page.locator(".verify-checks")).to_contain_text("检查对象名单与封存时的哈希值一致")
    page = show(bundle, html_lang="zh-CN")
    expect(page.get_by_role("button", name="下载并复算")).to_be_visible()
    page = show(bundle, html_lang="en-GB")
    expect(page.get_by_role("button", name="Download and recompute")).to_be_visible()


@pytest.mark.parametrize("file", sampling.FILES)
def test_a_tampered_bundle_is_never_called_verified(show, file):
    files = vector("draw-small")
    spoiled = bytearray(files[file])
    spoiled[len(spoiled) // 2] ^= 1
    page = show(_zipped(files | {file: bytes(spoiled)}))
    page.get_by_role("button", name="Download and recompute").click()
    expect(page.locator(".verify-failed")).to_contain_text("NOT verified")
    assert page.locator(".verify-ok").count() == 0
    assert page.locator(".verify-row-failed").count() > 0
    assert page.locator(".verify-differences li").count() > 0
    expect(page.get_by_label("Look up one object")).to_be_hidden()


BROKEN = {
    "no file at all": (None, "cannot be downloaded"),
    "an empty file": (b"", "is not a .zip file"),
    "a page in place of the bundle": (b"<html>not found</html>", "is not a .zip file"),
    "a file missing": ("secret.txt", "secret.txt: the bundle lacks this file"),
    "a file too many": ({"notes.txt": b"x"}, "notes.txt: the bundle has this file too many"),
    "a path": ({"../rule.json": b"x"}, "names inside a bundle must not have a path"),
}


@pytest.mark.parametrize(("bundle", "words"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_bundle_is_never_called_verified(show, bundle, words):
    files = vector("draw-small")
    if isinstance(bundle, str):
        bundle = _zipped({name: data for name, data in files.items() if name != bundle})
    elif isinstance(bundle, dict):
        bundle = _zipped(files | bundle)
    page = show(bundle)
    page.get_by_role("button", name="Download and recompute").click()
    expect(page.locator(".verify-failed")).to_contain_text("NOT verified")
    expect(page.locator(".verify-outcome")).to_contain_text(words)
    assert page.locator(".verify-ok").count() == 0


def test_a_zip_bomb_is_refused(show):
    files = vector("draw-small") | {"frame.tsv": b"0" * 30_000_000}
    page = show(_zipped(files, zipfile.ZIP_DEFLATED))
    page.get_by_role("button", name="Download and recompute").click()
    expect(page.locator(".verify-failed")).to_contain_text("NOT verified")
    expect(page.locator(".verify-outcome")).to_contain_text("hostile")


def test_a_bundle_that_opens_another_commitment_is_refused(show):
    page = show(_zipped(vector("draw-small")), commitment="0" * 64)
    page.get_by_role("button", name="Download and recompute").click()
    expect(page.locator(".verify-failed")).to_contain_text("NOT verified")
    assert page.locator(".verify-row-failed").evaluate_all("rows => rows.map(row => row.dataset.check)") == [
        "published"
    ]


def test_a_chosen_file_is_checked_without_the_network(show, tmp_path):
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    files = vector("draw-small")
    good.write_bytes(_zipped(files))
    bad.write_bytes(_zipped(files | {"entropy.txt": b"6 6 6"}))
    page = show(good.read_bytes())
    chooser = page.get_by_label("Or choose a bundle that you have downloaded")
    chooser.set_input_files(good)
    expect(page.locator(".verify-ok")).to_be_visible()
    page.context.set_offline(True)
    chooser.set_input_files(bad)
    expect(page.locator(".verify-failed")).to_contain_text("NOT verified")
    chooser.set_input_files(good)
    expect(page.locator(".verify-ok")).to_be_visible()
    page.get_by_role("button", name="Download and recompute").click()
    expect(page.locator(".verify-failed")).to_contain_text("NOT verified")


def test_twenty_tampered_bundles_are_refused_without_the_network(show, tmp_path):
    files = vector("draw-small")
    bundles = [bundle for bundle in _tampered(files) if bundle != files]
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    good.write_bytes(_zipped(files))
    page = show(good.read_bytes(), commitment=sampling.commitment_of(files["rule.json"]))
    chooser = page.get_by_label("Or choose a bundle that you have downloaded")
    # The last of the scripts is there once a first bundle has been checked.
    chooser.set_input_files(good)
    expect(page.locator(".verify-ok")).to_be_visible()
    page.context.set_offline(True)
    chosen = bundles[:: len(bundles) // 20][:20]
    assert len(chosen) == 20
    for number, bundle in enumerate(chosen):
        bad.write_bytes(_zipped(bundle))
        chooser.set_input_files(bad)
        expect(page.locator(".verify-failed")).to_contain_text("NOT verified")
        assert page.locator(".verify-ok").count() == 0, number
        chooser.set_input_files(good)
        expect(page.locator(".verify-ok")).to_be_visible()


def test_a_shop_sees_why_it_was_or_was_not_drawn(show):
    files = vector("draw-small")
    result = json.loads(files["result.json"])
    page = show(_zipped(files))
    page.get_by_role("button", name="Download and recompute").click()
    box = page.get_by_label("Look up one object: type its number")
    answer = page.locator(".verify-answer")
    drawn = result["drawn"][3]
    box.fill(f" {drawn['object'].lower()} ")
    box.press("Enter")
    expect(answer).to_contain_text(f"{drawn['object']} was drawn")
    expect(answer).to_contain_text(drawn["ticket"])
    expect(answer).to_contain_text(f"Team {drawn['team']} visits it")
    others = {line.split("\t")[0]: line.split("\t")[1] for line in files["frame.tsv"].decode().splitlines()}
    for entry in result["drawn"]:
        del others[entry["object"]]
    name = next(name for name, stratum in others.items() if stratum == drawn["stratum"])
    box.fill(name)
    box.press("Enter")
    expect(answer).to_contain_text(f"{name} was not drawn")
    expect(answer).to_contain_text(sampling.ticket(result["seed"], name))
    expect(answer).to_contain_text(drawn["ticket"])
    box.fill("<b>nobody</b>")
    box.press("Enter")
    expect(answer).to_contain_text("<b>nobody</b> is not in the list of this draw")


def test_an_object_of_a_stratum_without_a_sample_is_told_so(show):
    made = sampling.commit(**arguments(sample={"north": 1}))
    page = show(sampling.zip_bundle(made, "6", sampling.draw(made, "6")), "zh")
    page.get_by_role("button", name="下载并复算").click()
    page.get_by_label("查一个检查对象").fill("stall 3")
    page.get_by_role("button", name="查看签号").click()
    expect(page.locator(".verify-answer")).to_contain_text("这次该层不抽取")


# The checks themselves, against the library


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_of_tampering_fails_the_same_checks_as_in_python(laboratory, name):
    bundles = list(_tampered(vector(name)))
    assert len(bundles) > 60
    answers = _verify_in_browser(laboratory, bundles)
    for files, answer in zip(bundles, answers, strict=True):
        assert answer == _verify_in_python(files)


@settings(PATIENT, max_examples=25, phases=[Phase.generate], derandomize=True)
@given(
    given_draws=st.lists(
        st.tuples(draws(), entropies, st.randoms(use_true_random=False)), min_size=8, max_size=8
    )
)
def test_random_draws_are_accepted_and_changed_bytes_refused(laboratory, given_draws):
    bundles = []
    for given_draw, entropy, chance in given_draws:
        made = sampling.commit(**given_draw)
        files = sampling.write_bundle(made, entropy, sampling.draw(made, entropy))
        name = chance.choice([name for name in files if files[name]])
        spoiled = bytearray(files[name])
        spoiled[chance.randrange(len(spoiled))] ^= chance.randrange(1, 256)
        bundles += [files, files | {name: bytes(spoiled)}]
    answers = _verify_in_browser(laboratory, bundles)
    assert [answer["ok"] for answer in answers] == [True, False] * len(given_draws)
    for files, answer in zip(bundles, answers, strict=True):
        assert answer == _verify_in_python(files)


def test_the_hash_is_that_of_webcrypto(laboratory):
    assert (
        laboratory.evaluate("""async () => {
        const { sha256 } = await import("/verify/sha256.js");
        for (let length = 0; length < 300; length += 1) {
            const bytes = Uint8Array.from({ length }, (_, i) => (i * 31 + length) & 255);
            const right = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
            const text = Array.from(right, (byte) => byte.toString(16).padStart(2, "0")).join("");
            if (sha256(bytes) !== text) return length;
        }
        return "equal";
    }""")
        == "equal"
    )


def test_a_list_of_ten_million_lines_is_refused_in_words(laboratory):
    answer = laboratory.evaluate("""async () => {
        const { parseFrame } = await import("/verify/lists.js");
        const { sayNote } = await import("/verify/words.js");
        try {
            parseFrame(new Uint8Array(10_000_000).fill(10));
        } catch (error) {
            return sayNote("en", error.note);
        }
    }""")
    assert answer.startswith("frame.tsv: has more than 2000000 lines")


# Words


def test_texts_are_those_of_the_library_and_every_code_has_one():
    source = (STATIC / "texts.js").read_text(encoding="utf-8")
    texts = json.loads(re.search(r"TEXTS = (\{.*\});", source, re.DOTALL)[1].replace(",\n}", "\n}"))
    shared = texts.keys() & sampling.notes.TEXTS.keys()
    assert len(shared) > 60
    assert {code: texts[code] for code in shared} == {
        code: dict(sampling.notes.TEXTS[code]) for code in shared
    }
    sources = [path.read_text(encoding="utf-8") for path in STATIC.glob("*.js") if path.name != "texts.js"]
    raised = {code for source in sources for code in re.findall(r'(?:Error|note)\("([a-z_0-9]+)"', source)}
    assert raised - texts.keys() == set()
    for words in texts.values():
        assert set(re.findall(r"{\w+}", words["zh"])) == set(re.findall(r"{\w+}", words["en"]))


def _tampered(files: dict[str, bytes]) -> Iterator[dict[str, bytes]]:
    yield files
    for name, data in files.items():
        for place in range(0, len(data), max(1, len(data) // 5)):
            yield files | {name: data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]}
        yield {other: content for other, content in files.items() if other != name}
        yield files | {name: b""}
        yield files | {name: b"\xef\xbb\xbf" + data}
        yield files | {name: data + b"\n"}
        yield files | {name: data[:-1]}
        yield files | {name: data.replace(b"\n", b"\r\n")}
        yield files | {name: b"".join(data.splitlines(True)[::-1])}
        yield files | {name: unicodedata.normalize("NFD", data.decode()).encode()}
        yield files | {name: data + b"\xff"}
    yield files | {"notes.txt": b""}
    yield from _tampered_rules(files)
    yield from _tampered_results(files)


def _tampered_rules(files: dict[str, bytes]) -> Iterator[dict[str, bytes]]:
    rule = json.loads(files["rule.json"])
    stratum = next(iter(rule["sample"]))
    for changes in (
        {"team_size": 1}, {"team_size": 2.5}, {"team_size": "2"}, {"team_size": 50}, {"sample": []},
        {"sample": {"nowhere": 1}}, {"sample": {stratum: -1}}, {"sample": {stratum: 10**9}}, {"sample": {}},
        {"sample": {" x": 1}}, {"title": ""}, {"title": "x" * 1001}, {"title": 5}, {"draw": "x"}, {"more": 1},
        {"protocol": "fair-scale-draw/2"}, {"frame_sha256": "A" * 64}, {"committed_at": "2026-02-30T01:00:00Z"},
        {"committed_at": "2026-03-02 01:00:00Z"}, {"committed_at": "2026-03-02T24:00:00Z"},
        {"committed_at": None},
    ):  # fmt: skip
        text = json.dumps(rule | changes, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        yield files | {"rule.json": text.encode()}
    yield files | {"rule.json": json.dumps(rule, ensure_ascii=False).encode()}
    yield files | {"rule.json": b"[" * 40 + b"]" * 40}
    yield files | {
        "rule.json": files["rule.json"].replace(b'{"committed_at"', b'{"a":1,"a":1,"committed_at"')
    }


def _tampered_results(files: dict[str, bytes]) -> Iterator[dict[str, bytes]]:
    result = json.loads(files["result.json"])
    first, second, *rest = result["drawn"]
    for changes in (
        {"drawn": [second, first, *rest]}, {"drawn": [second, *rest]}, {"drawn": [first, first, second, *rest]},
        {"drawn": [first | {"team": None}, second, *rest]}, {"drawn": [first | {"ticket": "0"}, second, *rest]},
        {"drawn": [first | {"object": "nobody"}, second, *rest]}, {"drawn": [first | {"order": "1"}]},
        {"drawn": [first | {"order": 9}, second, *rest]}, {"drawn": None}, {"drawn": [None]}, {"seed": "0" * 64},
        {"teams": result["teams"][::-1]}, {"teams": result["teams"][:-1]}, {"teams": [["x"]]}, {"teams": ["x"]},
        {"commitment": "0" * 64}, {"commitment": 0}, {"more": 1},
    ):  # fmt: skip
        text = json.dumps(result | changes, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        yield files | {"result.json": text.encode()}


def _verify_in_python(files: dict[str, bytes]) -> dict:
    report = sampling.verify(files)
    return {
        "ok": report.ok,
        "checks": [[check.name, check.ok] for check in report.checks],
        "places": [note.at.split(":")[0] for note in report.differences],
        "facts": dict(report.facts),
    }


def _verify_in_browser(page: Page, bundles: list[dict[str, bytes]]) -> list[dict]:
    packed = [{name: base64.b64encode(data).decode() for name, data in files.items()} for files in bundles]
    return page.evaluate(
        """async (bundles) => {
            const { verify } = await import("/verify/verify.js");
            const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
            return bundles.map((files) => {
                const unpacked = Object.entries(files).map(([name, text]) => [name, bytes(text)]);
                const { ok, checks, differences, facts } = verify(new Map(unpacked)).report;
                return {
                    ok,
                    checks: checks.map(({ name, ok }) => [name, ok]),
                    places: differences.map(({ at }) => at.split(":")[0]),
                    facts,
                };
            });
        }""",
        packed,
    )


def _zipped(files: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()
