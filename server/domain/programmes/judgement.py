"""One judging in progress: the editions it used and the findings it made, put together into a result."""

from .editions import Choice, choose, in_force
from .findings import finding
from .reading import Reading
from .tables import Tables


class Judgement:
    """Collects while an evaluator walks the record; `record` is the record's Reading."""

    def __init__(self, record: object, tables: Tables, dated: bool = True):
        self.record = Reading(record)
        self.tables = tables
        self.day = self.record.day("date", required=dated)
        self.options = self.record.part("options") or Reading({}, "options")
        self.findings: list[dict] = []
        self._choices: dict[str, Choice] = {}

    def rows(self, table: str) -> list[dict]:
        """The rows of the edition that judges; the first use writes it into the result."""
        return self.edition(table).judged["rows"]

    def has(self, table: str) -> bool:
        """Whether any edition of a table is in force for this record: some rules are younger than others."""
        editions = self.tables.editions(table)
        return self.day is None or any(in_force(edition, self.day) for edition in editions)

    def edition(self, table: str) -> Choice:
        """The edition of a table for this record, with a hint when a known one stands in for it."""
        if table in self._choices:
            return self._choices[table]
        option = self.tables.option(table)
        companion = self.tables.companion(table, self.options.value)
        wanted = self.options.text(option) if option else companion
        at = self.options.path(option) if option and wanted is not None else "date"
        choice = choose(table, self.tables.editions(table), self.day, wanted, at, self.tables.others(table))
        self._choices[table] = choice
        if not choice.known:
            values = {"edition": choice.due["document"], "judged_by": choice.judged["document"]}
            self._find("edition_unknown", at, [choice.due], None, values)
        return choice

    def find(
        self, code: str, at: str, table: str | None = None, severity: str | None = None, **values: object
    ) -> None:
        """Add a finding; severity and basis come from the programme's data, the limit's from its edition."""
        basis = [self.edition(table).judged] if table is not None else []
        self._find(code, at, basis, severity, values)

    def _find(self, code: str, at: str, basis: list[dict], severity: str | None, values: dict) -> None:
        known = self.tables.finding(code)
        basis = [*basis, *known.get("basis", [])]
        self.findings.append(finding(code, severity or known["severity"], at, basis, values))

    def add(self, ready: dict) -> None:
        """Add a finding made elsewhere, such as a checklist's."""
        self.findings.append(ready)

    def result(self, verdict: str, figures: dict) -> dict:
        """The result in the shape of docs/records.md."""
        return {
            "programme": self.tables.programme,
            "verdict": verdict,
            "editions": [choice.entry() for choice in self._choices.values()],
            "figures": figures,
            "findings": self.findings,
        }
