"""The suites in `expectations/`: complete in what they say, and plain Great Expectations on pandas as on polars."""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import great_expectations as gx
import pandas as pd
import polars as pl
import pytest
import sqlalchemy

import toolkit as tk
from tests.rules.oracle import SEVERITIES
from toolkit.codebook import shipped_codebook
from toolkit.corpus import Corpus
from toolkit.demo import demo_documents
from toolkit.rules import load_suites, shipped_names, suite_folder

BOOK = shipped_codebook()
FILES: dict[str, dict[str, Any]] = {
    name: json.loads((suite_folder() / f"{name}.json").read_text("utf-8")) for name in shipped_names()
}
EXPECTATIONS = [(f"{name} {at}", one) for name, file in FILES.items() for at, one in enumerate(file["expectations"], 1)]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("demo")
    for printed in demo_documents(agencies=16, seed=3):
        path = folder / printed.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(printed.data)
    return tk.load(folder, progress=False, workers=1)


@pytest.mark.parametrize(("at", "one"), EXPECTATIONS)
def test_each_expectation_says_all_that_is_needed(at: str, one: dict[str, Any]) -> None:
    meta = one["meta"]
    assert all(meta[key] for key in ("rule", "title_zh", "title_en", "frame")), at
    assert "legal_basis" in meta
    assert one["severity"] in ("info", "warning", "critical")
    assert ("message_zh" in meta) == ("message_en" in meta)
    # A balance tells its terms; anything else needs words.
    assert "message_zh" in meta or one["type"] == "expect_sums_to_balance"
    assert meta["title_en"].isascii()
    assert not meta["title_zh"].isascii()


def test_a_rule_says_the_same_wherever_it_stands() -> None:
    titles = defaultdict(set)
    for _, one in EXPECTATIONS:
        titles[one["meta"]["rule"]].add(one["meta"]["legal_basis"])
    assert {rule: len(told) for rule, told in titles.items()} == dict.fromkeys(titles, 1)


def test_rules_and_severities_are_those_of_the_oracle() -> None:
    severities = {one["meta"]["rule"]: one["severity"] for _, one in EXPECTATIONS}
    assert {rule: severities[rule] for rule in SEVERITIES} == SEVERITIES


def test_the_parts_of_a_form_are_its_result_rows() -> None:
    parts = [one["kwargs"] for _, one in EXPECTATIONS if one["meta"]["rule"] == "requests.parts"]
    terms = {one["row_condition"]["parameter"]: (tuple(one["left"]), one["right"]) for one in parts}
    assert terms == {form: (tuple(BOOK.result_rows(form)), ["processed"]) for form in ("2019", "2021")}
    assert [len(left) for left, _ in terms.values()] == [21, 19]


def test_the_applicants_and_the_outcomes_are_those_of_the_codebook() -> None:
    rules = {one["meta"]["rule"]: one["kwargs"] for _, one in EXPECTATIONS}
    assert rules["requests.total"]["left"] == list(BOOK.applicants)
    assert [*rules["review.total"]["left"], "total"] == [column.code for column in BOOK.review_columns]


def pandas_of(frame: pl.DataFrame) -> pd.DataFrame:
    columns = [name for name in frame.columns if name != "box"]
    return pd.DataFrame({name: frame[name].to_list() for name in columns})


def on_pandas(frame: pl.DataFrame, entries: list[dict[str, Any]]) -> Iterator[tuple[str, int]]:
    """The rules of a suite's file with their unexpected counts, by Great Expectations and pandas alone."""
    suite = gx.ExpectationSuite("shipped", expectations=entries)
    assert len(suite.expectations) == len(entries)
    asset = gx.get_context(mode="ephemeral").data_sources.add_pandas("pandas").add_dataframe_asset("frames")
    batch = asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": pandas_of(frame)})
    for one in batch.validate(suite).results:
        assert one.expectation_config is not None
        assert "exception_info" not in (one.exception_info or {})
        yield one.expectation_config.meta["rule"], one.result["unexpected_count"]


def on_sqlite(frame: pl.DataFrame, entries: list[dict[str, Any]], folder: Path) -> Iterator[tuple[str, int]]:
    """The same by Great Expectations and a database alone."""
    suite = gx.ExpectationSuite("shipped", expectations=entries)
    engine = sqlalchemy.create_engine(f"sqlite:///{folder}/frames.db")
    pandas_of(frame).to_sql("frame", engine, index=False, if_exists="replace")
    engine.dispose()
    source = gx.get_context(mode="ephemeral").data_sources.add_sqlite(
        "database", connection_string=f"sqlite:///{folder}/frames.db"
    )
    batch = source.add_table_asset("frame", table_name="frame").add_batch_definition_whole_table("whole").get_batch()
    for one in batch.validate(suite).results:
        assert one.expectation_config is not None
        yield one.expectation_config.meta["rule"], one.result["unexpected_count"]


@pytest.mark.parametrize("engine", ["pandas", "sqlite"])
def test_plain_great_expectations_finds_as_many(engine: str, corpus: Corpus, tmp_path: Path) -> None:
    found: dict[str, int] = defaultdict(int)
    for file in FILES.values():
        frames: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for one in file["expectations"]:
            frames[one["meta"]["frame"]].append(one)
        for name, entries in frames.items():
            frame = corpus.frame(name)
            run = on_pandas(frame, entries) if engine == "pandas" else on_sqlite(frame, entries, tmp_path)
            for rule, count in run:
                found[rule] += count or 0  # a database sums no rows to nothing
    findings = tk.check(corpus)
    # A rule of several severities is several rows.
    expected = dict(findings.summary().group_by("rule").agg(pl.col("fail").sum()).iter_rows())
    assert found == expected
    assert sum(found.values()) == findings.frame.height
    assert sum(count > 0 for count in found.values()) >= 10


def test_the_counts_are_those_of_the_result_objects(corpus: Corpus) -> None:
    findings = tk.check(corpus)
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for suite in load_suites():
        for frame in suite.frames:
            for one in findings.results[f"{suite.name}.{frame}"].results:
                assert one.expectation_config is not None
                result, total = one.result, counts[suite.name, one.expectation_config.meta["rule"]]
                total[0] += result["element_count"] - result["missing_count"] - result["unexpected_count"]
                total[1] += result["unexpected_count"]
                total[2] += result["missing_count"]
                assert one.success == (result["unexpected_count"] == 0)
    columns = ("suite", "rule", "pass", "fail", "unknown")
    assert {key: tuple(value) for key, value in counts.items()} == {
        (suite, rule): tuple(told)
        for suite, rule, *told in findings.summary().group_by(columns[:2]).agg(pl.col(columns[2:]).sum()).iter_rows()
    }


def test_the_folder_is_the_checkouts(root: Path) -> None:
    assert suite_folder() == root / "expectations"
