"""Which engine reads a frame."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from .. import drawing
from ..committing import Commitment
from ..lists import FRAME, Pair
from ..notes import DrawError
from ..result import Result
from .sources import Source
from .standard import FrameFile
from .steps import Given, result

NAMES = ("standard", "datafusion", "duckdb", "postgresql", "spark")
READ_FRAME_FILE = ("standard", "datafusion", "duckdb")
COLUMNS = ("object", "stratum")
# From so many objects on DuckDB, when it is installed, is quicker than lists in memory and needs far less of it.
LARGE = 300_000


@contextmanager
def open_source(
    engine: str, place: str | Path, columns: Pair = COLUMNS, *, database: str = ""
) -> Iterator[Source]:
    """The frame at `place`, read by `engine`.

    "standard": a frame.tsv. "duckdb", "datafusion": a frame.tsv, Parquet, .csv or .tsv with a header line,
    with wildcards.
    "postgresql": a table or view in `database` (a connection string; the PG… variables of the environment count).
    "spark": Parquet or CSV at any address that Spark reads, or a table of its catalogue. `columns` are those of
    the object and the stratum. Raises DrawError, also when the engine's package is not installed.
    """
    place = str(place)
    if engine == "standard":
        yield FrameFile(Path(place))
        return
    module = _module(engine)
    if engine == "postgresql":
        opened = module.PostgresqlSource(database, place, columns)
    elif engine == "spark":
        opened = module.from_place(place, columns)
    elif Path(place).name == FRAME:
        opened = module.from_frame_file(Path(place))
    else:
        opened = module.from_files(place, columns)
    with opened as source:
        yield source


def draw(commitment: Commitment, entropy: str) -> Result:
    """`sampling.draw`, by DuckDB when the frame is large and DuckDB is installed: the same bytes either way."""
    large = commitment.frame_tsv.count(b"\n") >= LARGE
    if not large or find_spec("duckdb") is None:
        return drawing.draw(commitment, entropy)
    with tempfile.TemporaryDirectory(prefix="sampling-") as folder:
        file = Path(folder) / FRAME
        file.write_bytes(commitment.frame_tsv)
        with open_source("standard", file) as checked, open_source("duckdb", file) as source:
            return result(Given.of(commitment, entropy), checked, source)


def _module(engine: str) -> ModuleType:
    try:
        return import_module(f".{engine}", __package__)
    except ImportError as error:
        raise DrawError("engine_missing", engine, extra=engine, package=error.name or engine) from None
