"""The same draw over frames of any size: in DuckDB, PostgreSQL, Spark, or streamed by the standard library.

Each engine is an optional package, imported when it is asked for: `pip install "fair-scale[duckdb]"`.
"""

from .choosing import LARGE, NAMES, READ_FRAME_FILE, draw, open_source
from .folders import commit_folder, draw_folder, write_frame
from .frames import Frame
from .sources import Source, reserves, select, survey
from .standard import FrameFile

__all__ = [
    "LARGE",
    "NAMES",
    "READ_FRAME_FILE",
    "Frame",
    "FrameFile",
    "Source",
    "commit_folder",
    "draw",
    "draw_folder",
    "open_source",
    "reserves",
    "select",
    "survey",
    "write_frame",
]
