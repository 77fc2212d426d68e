"""What is wrong with a record that cannot be judged, or with a programme that cannot be loaded."""


class UnknownProgramme(KeyError):
    """No programme of this name is listed."""


class RecordError(ValueError):
    """A record that cannot be judged.

    `code` names the text (`error.<code>` in texts.json), `at` is the path of the field such as
    `packages/3/net` (empty for the record itself), `values` fill the placeholders of the text.
    """

    def __init__(self, code: str, at: str, values: dict[str, str] | None = None):
        self.code = code
        self.at = at
        self.values = values or {}
        super().__init__(f"{at or 'record'}: {code}" + (f" {self.values}" if self.values else ""))
