"""Spark gives what the standard library gives: fifty random draws and the published bundles, in one session."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import given, settings

import sampling
from sampling import engines
from sampling.lists import FRAME, parse_frame
from tests.sampling.bundles import NAMES, PATIENT, VECTORS, draws, entropies, vector
from tests.sampling.engines.comparing import assert_same
from tests.sampling.engines.places import COLUMNS, as_csv, shuffled

pytest.importorskip("pyspark", reason="pyspark is not installed: the tests of Spark were skipped")
if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
    pytest.skip("there is no Java: the tests of Spark were skipped", allow_module_level=True)

FEW = settings(PATIENT, max_examples=50)
SMALL = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "512m",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.log.level": "OFF",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}


@pytest.fixture(scope="module")
def session():
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[1]")
    for name, value in SMALL.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.mark.parametrize("name", NAMES)
def test_the_published_bundles_hold(session, tmp_path, name):
    files = vector(name)
    folder = shutil.copytree(VECTORS / name, tmp_path / "bundle")
    (folder / "result.json").unlink()
    frame = parse_frame(files[FRAME])
    register = as_csv(tmp_path, frame)
    rule, result = sampling.parse_rule(files["rule.json"]), sampling.result.parse_result(files["result.json"])
    with engines.open_source("spark", f"file://{register}", COLUMNS) as source:
        assert engines.draw_folder(folder, source).file.read_bytes() == files["result.json"]
        assert_same(source, frame, result.seed, rule.sample)


@FEW
@given(draws(), entropies)
def test_random_draws_are_the_same(session, given_draw, entropy):
    from sampling.engines.spark import SparkSource

    frame = given_draw["frame"]
    data = session.createDataFrame(shuffled(frame), "object STRING, stratum STRING")
    with SparkSource("random", data, ("object", "stratum")) as source:
        assert_same(source, frame, sampling.digest(entropy), given_draw["sample"], with_reserves=False)


@pytest.mark.parametrize(
    ("place", "column", "code"),
    [
        ("missing.parquet", "id", "engine_failed"),
        ("register.xlsx", "id", "source_kind"),
        ("register.csv", "number", "column_missing"),
    ],
)
def test_a_place_that_cannot_be_read_is_refused(session, tmp_path, place, column, code):
    (tmp_path / "register.csv").write_text("id,risk\n1,A\n")
    with (
        pytest.raises(sampling.DrawError) as refused,
        engines.open_source("spark", tmp_path / place, (column, "risk")),
    ):
        pass
    assert refused.value.code == code


def test_a_missing_value_is_refused(session, tmp_path):
    file = tmp_path / "register.csv"
    file.write_text("id,risk\n1,A\n,B\n2,C\n")
    with (
        engines.open_source("spark", file, ("id", "risk")) as source,
        pytest.raises(sampling.DrawError) as refused,
    ):
        engines.survey(source)
    assert (refused.value.code, refused.value.at) == ("text_empty", "register.csv: id")
