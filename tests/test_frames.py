"""``policykg.query`` in a notebook: named questions and SPARQL as pandas data frames."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import policykg
from policykg.errors import InputError, QueryError
from policykg.store import open_graph


def test_a_named_question_with_a_parameter(kg: Path) -> None:
    frame = policykg.query("bureau-tasks", kg, body="聊城市财政局")
    assert isinstance(frame, pd.DataFrame) and len(frame) > 10
    assert {"document", "ordinal", "role", "deadline", "text", "item"} <= set(frame.columns)
    assert set(frame["role"]) <= {"leads", "assists", "responsible"}
    assert frame["item"].str.startswith("item:").all()
    other = policykg.query("bureau-tasks", kg, body="聊城市商务投资促进局")
    assert set(other["item"]) != set(frame["item"])


def test_columns_have_types_that_count(kg: Path) -> None:
    frame = policykg.query("leads-most", open_graph(kg), limit=3)
    assert len(frame) == 3 and str(frame["leads"].dtype) == "Int64"
    assert frame["leads"].is_monotonic_decreasing and frame["leads"].sum() > 30
    values = policykg.query("SELECT ?v { ?q a pol:Target ; pol:value ?v }", kg)
    assert str(values["v"].dtype) in ("float64", "Int64") and len(values) > 100


def test_sparql_knows_our_prefixes_and_whole_iris(kg: Path) -> None:
    sparql = "SELECT ?body ?label { ?body pol:leads item:聊政字-2023-12.附件1.6 ; skos:prefLabel ?label }"
    short, full = policykg.query(sparql, kg), policykg.query(sparql, str(kg), full=True)
    assert len(short) == len(full)
    assert full["body"].str.startswith("https://").all() and short["body"].str.startswith("agency:").all()


def test_an_empty_answer_keeps_its_columns(kg: Path) -> None:
    frame = policykg.query("SELECT ?a ?b { ?a pol:leads ?b . ?b pol:leads ?a }", kg)
    assert list(frame.columns) == ["a", "b"] and frame.empty


def test_what_is_no_table_is_refused(kg: Path) -> None:
    with pytest.raises(QueryError):
        policykg.query("CONSTRUCT WHERE { ?s pol:leads ?o }", kg)
    with pytest.raises(QueryError, match="did you mean"):
        policykg.query("leads-mots", kg)


def test_pandas_is_loaded_only_when_asked_for(kg: Path) -> None:
    code = (
        "import sys, policykg; assert 'pandas' not in sys.modules; policykg.query; assert 'pandas' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_without_pandas_the_remedy_is_named(kg: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(InputError, match=r"policykg\[pandas\]"):
        policykg.query("leads-most", kg)
