"""The pages of the registers: browsed, edited, exported."""

import io
import re
from html import unescape

import openpyxl
import pytest
from flask.testing import FlaskClient

from server.domain.registers import NOUNS, register
from tests.factories import Make

MARKUP = "<script>alert(1)</script>"


@pytest.fixture
def office(make: Make, sign_in) -> FlaskClient:
    make.division("379901")
    return sign_in("supervisor")


def text(client: FlaskClient, address: str, **arguments) -> str:
    answer = client.get(address, query_string=arguments)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def follow(client: FlaskClient, address: str, data: dict) -> str:
    answer = client.post(address, data=data, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


OBJECT = {"number": "T-1", "name": MARKUP, "kind": "market", "division": "379901", "programmes": ["eyewear"]}


def test_an_object_is_added_changed_and_its_history_shown(office: FlaskClient) -> None:
    page = office.post("/office/objects/add", data=OBJECT, follow_redirects=True)
    assert page.status_code == 200
    assert "已新增" in page.text
    assert MARKUP not in page.text and "&lt;script&gt;" in page.text
    address = page.request.path
    form = text(office, f"{address}/edit")
    assert 'name="number"' not in form and 'value="eyewear" id="p-eyewear" checked' in form
    changed = OBJECT | {"name": "新市场", "status": "closed", "version": "1"}
    del changed["number"]
    shown = follow(office, f"{address}/edit", changed)
    assert "已保存为第 2 版" in shown
    assert "<ins>新市场</ins>" in shown and "<ins>已停业</ins>" in shown
    assert "第 2 版" in shown and "第 1 版" in shown


def test_wrong_fields_are_named_where_they_are_and_what_was_typed_stays(office: FlaskClient) -> None:
    answer = office.post(
        "/office/objects/add", data=OBJECT | {"kind": "", "risk_class": "A", "number": "", "uscc": "123"}
    )
    assert answer.status_code == 422
    for name in ("kind", "uscc"):
        assert f'id="e-{name}"' in answer.text
        assert f'href="#f-{name}"' in answer.text
    assert 'value="123"' in answer.text


def test_a_form_that_was_overtaken_is_refused(office: FlaskClient) -> None:
    address = office.post("/office/objects/add", data=OBJECT).location
    edit = f"{address}/edit"
    office.post(edit, data=OBJECT | {"name": "甲", "version": "1"})
    answer = office.post(edit, data=OBJECT | {"name": "乙", "version": "1"})
    assert answer.status_code == 409
    assert "他人刚刚修改过" in answer.text
    assert "乙" not in text(office, address)


@pytest.mark.parametrize("place", ["objects", "inspectors", "instruments", "products"])
def test_an_empty_register_says_so_and_an_unknown_entry_is_not_found(office: FlaskClient, place: str) -> None:
    assert "这个名录库还是空的" in text(office, f"/office/{place}/")
    assert "没有符合条件的条目" in text(office, f"/office/{place}/", q="x")
    for rest in ("/none", "/none/edit"):
        assert office.get(f"/office/{place}{rest}").status_code == 404


def test_objects_are_found_by_words_and_filters(make: Make, office: FlaskClient) -> None:
    make.object(number="T-1", name="东市场", address="100% 路")
    make.object(
        number="T-2",
        name="西眼镜",
        programmes=("eyewear",),
        kind="eyewear_shop",
        risk_class=None,
        status="closed",
    )
    make.commit()

    def names(**arguments) -> set[str]:
        return set(re.findall("东市场|西眼镜", text(office, "/office/objects/", **arguments)))

    assert names() == {"东市场", "西眼镜"}
    assert names(q="t-2") == {"西眼镜"}
    assert names(q="100%") == {"东市场"}
    assert names(q="%") == {"东市场"}
    assert names(programmes="eyewear") == {"西眼镜"}
    assert names(risk_class="C") == {"东市场"}
    assert names(status="closed", kind="eyewear_shop", division="379901") == {"西眼镜"}
    assert names(status="nonsense") == {"东市场", "西眼镜"}


def test_a_long_list_has_pages(make: Make, office: FlaskClient) -> None:
    for number in range(45):
        make.object(number=f"T-{number:03d}")
    make.commit()
    assert "第 1 / 3 页" in text(office, "/office/objects/")
    assert "T-044" in text(office, "/office/objects/", page=3)


def test_the_page_of_an_object_shows_what_hangs_on_it(make: Make, office: FlaskClient) -> None:
    market = make.object(number="T-1")
    make.instrument(market, number="S-77")
    make.product(market, number="P-77")
    make.inspector(certificate="ZF77", name="张三")
    make.commit()
    recusal = {"certificate": "ZF77", "object": "T-1", "reason": "亲属任职"}
    assert "亲属任职" in follow(office, "/office/inspectors/recusals/add", recusal)
    shown = text(office, f"/office/objects/{market.id}")
    for words in ("S-77", "白砂糖", "张三", "亲属任职", "还没有检查过"):
        assert words in shown


def test_an_absence_is_added_and_withdrawn_on_the_page_of_its_inspector(
    make: Make, office: FlaskClient, session
) -> None:
    person = make.inspector(certificate="ZF77", name="张三")
    make.commit()
    form = text(office, "/office/inspectors/absences/add", certificate="ZF77")
    assert 'value="ZF77"' in form
    away = {"certificate": "ZF77", "first": "2026-03-01", "last": "2026-03-09", "reason": "培训"}
    shown = follow(office, "/office/inspectors/absences/add", away)
    assert "今日不在岗" in shown and f"/office/inspectors/{person.id}/edit" in shown
    (address,) = re.findall(r"/office/inspectors/absences/[^/]+/edit", shown)
    again = follow(
        office, address, {"last": "2026-03-09", "reason": "培训", "status": "closed", "version": "1"}
    )
    assert "已撤销" in again and "今日不在岗" not in again


def test_an_instrument_is_added_from_the_page_of_its_object(make: Make, office: FlaskClient) -> None:
    make.object(number="T-1", name="东市场")
    make.commit()
    assert 'value="T-1"' in text(office, "/office/instruments/add", object="T-1")
    scale = {"object": "T-1", "number": "S-1", "kind": "scale", "max": "15000", "unit": "g"}
    shown = follow(office, "/office/instruments/add", scale)
    assert "东市场" in shown and "15000" in shown
    product = {"object": "T-1", "number": "P-1", "name": "糖", "kind": "mass", "nominal": "500", "unit": "g"}
    assert "东市场" in follow(office, "/office/products/add", product)


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_template_has_the_headers_and_says_what_to_enter(
    office: FlaskClient, noun: str, language: str
) -> None:
    answer = office.get(f"/office/registers/{noun}/template.xlsx", query_string={"lang": language})
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    titles = [column.header(language) for column in register(noun).columns]
    assert [cell.value for cell in book.worksheets[0][1]] == titles
    assert [cell.value for cell in book.worksheets[1]["A"]][1:] == titles
    answer.close()


def test_an_export_has_the_columns_of_an_import_and_runs_nothing(make: Make, office: FlaskClient) -> None:
    make.object(number="T-1", name="=HYPERLINK()", risk_class=None, programmes=("eyewear", "net_content"))
    make.commit()
    answer = office.get("/office/registers/object/export.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("编号,统一社会信用代码,名称")
    assert "'=HYPERLINK()" in lines[1] and "眼镜制配、定量包装商品净含量" in lines[1]
    answer.close()
    sheet = office.get("/office/registers/object/export.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(sheet.data)).active["A2"].value == "T-1"
    sheet.close()
    assert office.get("/office/registers/nothing/export.csv").status_code == 404


def test_the_registers_are_counted_on_their_page(make: Make, office: FlaskClient) -> None:
    make.object()
    make.object(status="closed")
    make.commit()
    assert "现有 1 条有效" in text(office, "/office/registers/")


PAGES = ["registers/", "objects/", "objects/add", "inspectors/", "inspectors/add", "inspectors/absences/add"]
PAGES += [
    "inspectors/recusals/add",
    "instruments/",
    "instruments/add",
    "products/",
    "products/add",
    "imports/",
]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_whole_in_english(office: FlaskClient, page: str) -> None:
    shown = text(office, f"/office/{page}", lang="en")
    main = shown[shown.index("<main") : shown.index("</main>")]
    left = re.sub(r"<[^>]+>", " ", main.replace("东城区01", ""))
    assert re.findall(r"[\u4e00-\u9fff]+", left) == []


@pytest.mark.parametrize("page", PAGES)
def test_an_inspector_sees_none_of_them(sign_in, page: str) -> None:
    answer = sign_in("inspector").get(f"/office/{page}")
    assert answer.status_code == 403
