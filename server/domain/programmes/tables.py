"""What a programme judges with: its limits and its checklist, as they stand in its folder or as edited since."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Tables:
    """`limits` is limits.json (tables with editions, findings, sources), `checklist` is checklist.json."""

    programme: str
    limits: dict = field(default_factory=dict)
    checklist: dict = field(default_factory=dict)

    def editions(self, table: str) -> list[dict]:
        return self.limits["tables"][table]["editions"]

    def others(self, table: str) -> list[list[dict]]:
        """Series of editions of other rules, which only the record's options choose."""
        return self.limits["tables"][table].get("others", [])

    def companion(self, table: str, options: dict) -> str | None:
        """The edition of this table that goes with the edition of another table which the options name."""
        lead = self.limits["tables"][table].get("follows")
        wanted = options.get(self.option(lead)) if lead else None
        for series in self.others(lead) if lead else []:
            for edition in series:
                if edition["id"] == wanted:
                    return edition.get("with", {}).get(table)
        return None

    def option(self, table: str) -> str | None:
        """The key in the record's `options` that may name an edition of this table."""
        return self.limits["tables"][table].get("option")

    def finding(self, code: str) -> dict:
        """Severity and basis of a finding code."""
        return self.limits["findings"][code]

    def items(self, group: str) -> list[dict]:
        """The checklist items of a group: `object` or `instrument`."""
        return self.checklist.get("groups", {}).get(group, [])
