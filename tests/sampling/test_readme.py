"""The example in the library's README runs as printed."""

from __future__ import annotations

import re
from pathlib import Path

import sampling

README = Path(sampling.__file__).with_name("README.md").read_text(encoding="utf-8")


def test_the_example_runs():
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    names: dict = {}
    exec(compile(example, "README.md", "exec"), names)
    assert len(names["result"].drawn) == 2


def test_every_module_is_listed():
    files = {path.stem for path in Path(sampling.__file__).parent.glob("[a-z]*.py")}
    assert files <= set(re.findall(r"`(\w+)`", README))


def test_the_facade_names_what_it_offers():
    assert sorted(sampling.__all__) == sorted(set(sampling.__all__))
    assert all(hasattr(sampling, name) for name in sampling.__all__)
