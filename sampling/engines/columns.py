"""Which columns can be identifiers and strata: text, or whole numbers, which have one way to be written."""

from __future__ import annotations

from collections.abc import Mapping

from ..characters import shown
from ..lists import Pair
from ..notes import DrawError

# The names of the types in DuckDB, PostgreSQL and Spark.
TEXT = {"varchar", "text", "string", "bpchar", "name", "uuid"}
WHOLE = {"tinyint", "smallint", "int", "integer", "bigint", "hugeint", "int2", "int4", "int8"}
WHOLE |= {"utinyint", "usmallint", "uinteger", "ubigint"}


def check_columns(name: str, types: Mapping[str, str], columns: Pair) -> None:
    """DrawError unless both `columns` exist and have a fitting type; `types` maps each column to its type's name."""
    for column in columns:
        if column not in types:
            found = shown(", ".join(types))
            raise DrawError("column_missing", name, column=shown(column), found=found)
        if types[column].lower() not in TEXT | WHOLE:
            raise DrawError("column_type", f"{name}: {column}", type=types[column])
