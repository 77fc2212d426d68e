"""Files and rows taken into the registers: whole or not at all, and never twice."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from server.documents import reading, spreadsheets
from server.domain import texts
from server.domain.problems import Problem
from server.domain.registers import register, showing
from server.services import import_checks, import_plans, imports, registers
from server.services.actors import Actor
from server.services.import_checks import Examination
from server.store import registers_queries
from server.store.audit import AuditEntry
from server.store.files import FileStore
from server.store.objects import Object, ObjectProgramme
from server.store.registers import Import, RegisterChange
from tests.tampering import unguarded

TODAY = date(2026, 3, 2)
CODE = "91350100M000100Y43"
HEADER = ["编号", "名称", "类别", "行政区划代码", "检查事项", "状态"]


def line(n: int, name: str = "", **more: str) -> list[str]:
    row = {
        "编号": f"T-{n}",
        "名称": name or f"摊位{n}",
        "类别": "摊位",
        "行政区划代码": "379901",
        "检查事项": "",
        "状态": "",
    }
    return list({**row, **more}.values())


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


@pytest.fixture
def office(session: Session, supervisor: Actor, now, make, files: FileStore):
    make.division("379901")
    session.commit()
    return Office(session, supervisor, now, files)


class Office:
    """A supervisor who uploads, looks at the preview and takes it in."""

    def __init__(self, session: Session, actor: Actor, now, files: FileStore) -> None:
        self.work, self.session, self.files = (session, actor, now), session, files

    def examine(self, lines: list[list], noun: str = "object") -> Examination:
        context = registers.context(self.session, TODAY)
        return import_checks.examine(self.session, noun, [lines], context)

    def check(self, lines: list[list], noun: str = "object") -> Import:
        digest = self.files.put(repr(lines).encode())
        held = imports.receive(*self.work, noun=noun, filename="a.csv", sha256=digest, size=1)
        found = self.examine(lines, noun)
        plan = self.files.put(import_plans.join(found.portions, found.faults))
        return imports.checked(*self.work, import_id=held.id, found=found, plan=plan)

    def apply(self, held: Import) -> Import:
        imports.accept(*self.work, import_id=held.id)
        return imports.apply(*self.work, import_id=held.id, plan=imports.stored_plan(self.files, held))

    def take(self, lines: list[list], noun: str = "object") -> Import:
        return self.apply(self.check(lines, noun))


def counts(held: Import) -> tuple[int, int, int]:
    return held.added, held.changed, held.unchanged


def faults(held: Import | Examination) -> list[tuple[str, str]]:
    return [(one["cell"], one["code"]) for one in held.faults]


def test_a_checked_file_is_taken_in_and_once_more_changes_nothing(office: Office, session: Session) -> None:
    lines = [HEADER, line(1), [], line(2)]
    assert counts(office.take(lines)) == (2, 0, 0)
    assert counts(office.take(lines)) == (0, 0, 2)
    assert session.scalar(select(func.count()).select_from(Object)) == 2
    assert session.scalar(select(func.count()).select_from(RegisterChange)) == 2


def test_only_changed_rows_get_a_new_version_with_the_import_as_its_source(
    office: Office, session: Session
) -> None:
    office.take([HEADER, line(1), line(2)])
    second = office.take([HEADER, line(1), line(2, "新名", 检查事项="eyewear"), line(3)])
    assert counts(second) == (1, 1, 1)
    entry = registers_queries.by_key(session, "object", [("T-2",)])["T-2",]
    newest, _ = registers_queries.history(session, "object", entry.id)
    assert (newest.version, newest.source, newest.columns["name"]) == (2, second.id, "新名")
    assert session.scalars(select(ObjectProgramme.programme)).all() == ["eyewear"]


def test_columns_that_a_file_lacks_stay_as_they_are(office: Office, session: Session) -> None:
    office.take([[*HEADER, "地址"], [*line(1, 状态="已停业"), "人民路 1 号"]])
    assert counts(office.take([HEADER, line(1, "新名")])) == (0, 1, 0)
    held = session.scalar(select(Object))
    assert (held.name, held.address, held.status) == ("新名", "人民路 1 号", "closed")


def test_a_file_with_any_fault_takes_nothing_in(office: Office, session: Session) -> None:
    held = office.check([HEADER, line(1), line(2, 类别="菜场", 行政区划代码="1")])
    assert held.state == "refused"
    assert faults(held) == [("C3", "word_unknown"), ("D3", "division_form")]
    assert (held.rows, held.faulty_rows, held.fault_count) == (2, 1, 2)
    with pytest.raises(Problem, match="wrong_state"):
        office.apply(held)
    assert session.scalar(select(Object)) is None
    assert import_plans.faults(office.files.get(held.plan)) == held.faults


def test_both_rows_of_a_repeated_key_are_named(office: Office) -> None:
    found = office.examine([HEADER, line(1), line(2), line(1)])
    assert faults(found) == [("A4", "row_twice")]
    assert found.faults[0]["values"]["first"] == 2
    by_code = [
        ["信用代码", "编号", "名称", "类别", "区划"],
        [CODE, "", "甲", "商店", "379901"],
        ["", CODE, "乙", "商店", "379901"],
    ]
    assert [code for _, code in faults(office.examine(by_code))] == ["row_twice"]


def test_headers_are_checked_before_anything_else(office: Office) -> None:
    found = office.examine([["名称", "名称", "颜色"], ["a", "b", "c"]])
    assert [code for _, code in faults(found)][:2] == ["column_twice", "column_unknown"]
    assert {code for _, code in faults(found)} >= {"column_missing"}


def test_content_without_a_header_is_named_once_for_each_column(office: Office) -> None:
    found = office.examine([[*HEADER, ""], [*line(1), "", ""], [*line(2), "x", ""], [*line(3), "y", "z"]])
    assert faults(found) == [("G3", "cell_without_header"), ("H4", "cell_without_header")]


@pytest.mark.parametrize("lines", [[], [[]], [HEADER], [HEADER, ["", " ", None]]])
def test_a_file_without_rows_is_refused(office: Office, lines: list) -> None:
    with pytest.raises(Problem, match="file_no_rows"):
        office.examine(lines)


def test_a_check_gives_up_when_everything_is_wrong(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_checks, "MOST_FAULTS", 3)
    with pytest.raises(Problem, match="too_many_faults"):
        office.examine([HEADER, *(line(n, 类别="?") for n in range(5))])


def test_a_doubtful_code_is_a_warning_and_goes_in(office: Office) -> None:
    held = office.take([["编号", "名称", "类别", "区划"], ["923799010000000011", "甲", "商店", "379901"]])
    assert (held.state, held.warning_count, held.warnings[0]["code"]) == ("applied", 1, "uscc_body")


def test_a_register_that_changed_since_the_check_refuses_the_plan(office: Office, session: Session) -> None:
    office.take([HEADER, line(1), line(2)])
    held = office.check([HEADER, line(1), line(2, "新名"), line(3)])
    office.take([HEADER, line(1, "他人改过")])
    session.commit()
    with pytest.raises(Problem, match="import_stale"):
        office.apply(held)
    session.rollback()
    assert session.scalars(select(Object.name).order_by(Object.number)).all() == ["他人改过", "摊位2"]


def test_an_entry_that_came_in_meanwhile_refuses_the_plan(office: Office, session: Session) -> None:
    held = office.check([HEADER, line(1)])
    office.take([HEADER, line(1)])
    session.commit()
    with pytest.raises(Problem, match="import_stale"):
        office.apply(held)
    session.rollback()
    assert session.scalar(select(func.count()).select_from(RegisterChange)) == 1


def test_a_plan_or_an_upload_that_is_not_what_was_checked_is_refused(
    office: Office, session: Session
) -> None:
    for damaged in ("plan", "sha256"):
        held = office.check([HEADER, line(1, damaged)])
        path = office.files.path(getattr(held, damaged))
        path.write_bytes(path.read_bytes() + b" ")
        with pytest.raises(Problem, match="import_damaged"):
            imports.stored_plan(office.files, held)
        path.unlink()
        with pytest.raises(Problem, match="import_damaged"):
            imports.stored_plan(office.files, held)


def test_a_failure_is_kept_with_its_problem(office: Office) -> None:
    held = imports.receive(*office.work, noun="object", filename="C:\\x\\名录.csv", sha256="0" * 64, size=1)
    assert held.filename == "名录.csv"
    imports.fail(*office.work, import_id=held.id, problem=Problem("file_empty", name="名录.csv"))
    assert (held.state, held.error["code"]) == ("failed", "file_empty")


def test_an_import_is_one_entry_of_the_log_with_its_counts_and_hashes(
    office: Office, session: Session
) -> None:
    held = office.take([HEADER, line(1), line(2)])
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
    assert [one.action for one in entries] == [
        "import.receive",
        "import.check",
        "import.accept",
        "import.apply",
    ]
    assert entries[-1].body == {
        "register": "object",
        "sha256": held.sha256,
        "plan": held.plan,
        "rows": 2,
        "added": 2,
        "changed": 0,
        "unchanged": 0,
    }


def test_rows_are_taken_through_the_same_door(
    session: Session, supervisor: Actor, now, office: Office
) -> None:
    rows = [{"number": "T-1", "name": "甲", "kind": "stall", "division": "379901"}]
    given = {"noun": "object", "today": TODAY}
    assert imports.take_rows(session, supervisor, now, rows=rows, **given) == {
        "added": 1,
        "changed": 0,
        "unchanged": 0,
    }
    with pytest.raises(Problem) as caught:
        imports.take_rows(session, supervisor, now, rows=[rows[0] | {"division": "1"}], **given)
    assert [(part.at, part.code) for part in caught.value.parts] == [("D2", "division_form")]


def test_everything_that_hangs_on_others_is_imported_by_their_keys(
    office: Office, make, session: Session
) -> None:
    make.object(number="T-1")
    make.inspector(certificate="ZF1")
    scale = [
        ["检查对象编号", "器具编号", "器具类别", "有效期"],
        ["T-1", "S-1", "秤", 46086.0],
        ["T-9", "S-1", "秤", ""],
    ]
    assert faults(office.examine(scale, "instrument")) == [("A3", "object_unknown")]
    assert counts(office.take(scale[:2], "instrument")) == (1, 0, 0)
    away = [
        ["执法证号", "首日", "末日", "事由"],
        ["ZF1", "2026-03-05", "2026-03-06", "培训"],
        ["ZF1", "2026-04-01", "2026-04-02", "休假"],
    ]
    assert counts(office.take(away, "absence")) == (2, 0, 0)
    away[2][2] = "2026-04-09"
    assert counts(office.take(away, "absence")) == (0, 1, 1)
    kin = [["Certificate", "Object", "Reason"], ["ZF1", "T-1", "亲属"]]
    assert counts(office.take(kin, "recusal")) == (1, 0, 0)
    assert counts(office.take(kin, "recusal")) == (0, 0, 1)


WORD = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=12)
TRICKY = st.builds("".join, st.tuples(st.sampled_from(["", "=", "+", "-", "@", "'", "'=", "，"]), WORD))


def _cells(noun: str, key: str) -> st.SearchStrategy[str]:
    column = register(noun).column(key)
    kinds = {
        "choice": st.sampled_from([*texts.tables().get(column.table, {}), ""]),
        "programmes": st.sampled_from(["", "market_scales", "eyewear、net_content"]),
        "date": st.sampled_from(["", "2026-01-05", "2025/12/31"]),
        "decimal": st.sampled_from(["", "5", "0.50", "15000"]),
        "uscc": st.sampled_from(["", CODE]),
        "division": st.just("379901"),
        "text": TRICKY,
        "identifier": TRICKY,
        "reference": st.sampled_from(["T-1", "T-2"]),
    }
    return kinds[column.kind]


@pytest.mark.parametrize("noun", ["object", "instrument", "product", "inspector"])
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data(), language=st.sampled_from(["zh", "en"]))
def test_what_is_exported_and_imported_again_changes_nothing(
    office: Office, make, tmp_path: Path, noun: str, suffix: str, data: st.DataObject, language: str
) -> None:
    session = office.session
    columns = register(noun).columns
    unguarded(session.connection())
    for table in reversed(Object.metadata.sorted_tables):
        if table.name != "divisions":
            session.execute(delete(table))
    make.object(number="T-1", risk_class=None)
    make.object(number="T-2", risk_class=None)
    header = [column.header(language) for column in columns]
    drawn = data.draw(
        st.lists(st.tuples(*(_cells(noun, column.key) for column in columns)), min_size=1, max_size=6)
    )
    lines = [header, *(list(row) for row in drawn)]
    if any("".join(row).strip() for row in drawn):
        wrong = {one["row"] for one in office.examine(lines, noun).faults}
        lines = [row for number, row in enumerate(lines, 1) if number not in wrong]
        if any("".join(row).strip() for row in lines[1:]):
            office.take(lines, noun)
    held = list(registers_queries.every(session, noun))
    rows = [[showing.cell(column, one.columns[column.key], language) for column in columns] for one in held]
    file = tmp_path / f"export.{suffix}"
    if suffix == "csv":
        file.write_bytes(b"".join(spreadsheets.csv_chunks(header, rows)))
    else:
        spreadsheets.write_xlsx(file, noun, header, rows)
    if held:
        context = registers.context(session, TODAY)
        found = import_checks.examine(session, noun, reading.rows(file, file.name).batches, context)
        assert faults(found) == []
        assert (found.added, found.changed) == (0, 0)
