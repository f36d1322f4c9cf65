"""Invented papers of other places and forms (tests/cases/papers): every item found, every role right, none too many.

Papers with faults that are still open stand in ``KNOWN``; mending one makes its test fail until its line is removed.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from policykg.build import build_corpus
from policykg.rdf.export import to_jsonl

Json = dict[str, Any]

PAPERS = Path(__file__).resolve().parent / "cases" / "papers"
NAMES = sorted(p.name.removesuffix(".gold.jsonl") for p in PAPERS.glob("*.gold.jsonl"))

KNOWN: dict[str, str] = {}


def cases(*, negative: bool) -> list[Any]:
    return [
        pytest.param(n, marks=pytest.mark.xfail(strict=True, reason=KNOWN[n])) if n in KNOWN else n
        for n in NAMES
        if n.startswith("neg-") == negative
    ]


def fold(text: str | None) -> str:
    """Fold width and case; drop white space and punctuation."""
    return re.sub(r"[\s\W_]+", "", unicodedata.normalize("NFKC", text or "")).lower()


@cache
def exported(name: str) -> list[Json]:
    return [json.loads(line) for line in to_jsonl(build_corpus([PAPERS / f"{name}.txt"]))]


@cache
def gold(name: str) -> list[Json]:
    text = (PAPERS / f"{name}.gold.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def names(role: Json) -> set[tuple[str, str]]:
    return {(fold(role["agency"]), role["role"]), (fold(role.get("printed", role["agency"])), role["role"])}


def difference(expected: list[Json], found: list[Json]) -> dict[str, list[str]]:
    """Return the bodies that are missing and those too many; each counts once."""
    free, missing = list(found), []
    for role in expected:
        match = next((r for r in free if names(role) & names(r)), None)
        if match is None:
            missing.append(f"{role['agency']} {role['role']}")
        else:
            free.remove(match)
    extra = [f"{r['printed']} {r['role']}" for r in free]
    return {k: v for k, v in (("missing", missing), ("too many", extra)) if v}


def pick(item: Json, free: list[Json]) -> Json | None:
    """Choose the item of the same opening words; of several, that of the same ordinal, section and upper-level text.

    14 signs tell (behind them a page number may stand); the gold's words run on behind a shorter task. A
    short task cell may stand before its standard: then title and text together open like the gold.
    """
    head, upper = fold(item["text_head"]), fold(item.get("upstream_head"))[:14]

    def opens_alike(text: str) -> bool:
        return text.startswith(head[:14]) or (len(text) >= 6 and head.startswith(text))

    alike = [r for r in free if opens_alike(fold(r["text"])) or opens_alike(fold(r["title"] + r["text"]))]

    def likeness(r: Json) -> tuple[bool, bool, bool]:
        return (
            bool(upper) and fold((r["upstream"] or {}).get("text")).startswith(upper),
            r["ordinal"] == str(item.get("ordinal", "")),
            fold(r["section"]) == fold(item.get("section")),
        )

    return max(alike, key=likeness, default=None)


def read(name: str) -> tuple[dict[str, Any], list[Json]]:
    """Return what is wrong with a paper by item, and the exported items that no gold item claims."""
    free = list(exported(name))
    wrong: dict[str, Any] = {}
    for item in gold(name):
        record = pick(item, free)
        label = f"{item.get('part', '')} {item['ordinal']} {item['text_head'][:12]}"
        if record is None:
            wrong[label] = "not found"
            continue
        free.remove(record)
        found = difference(item["roles"], record["roles"])
        if "upstream_roles" in item:
            upper = difference(item["upstream_roles"], (record["upstream"] or {}).get("roles", []))
            found |= {f"upper level: {k}": v for k, v in upper.items()}
        if found:
            wrong[label] = found
    return wrong, free


def test_there_are_papers_and_each_has_its_gold() -> None:
    assert len(NAMES) >= 80
    assert {p.stem for p in PAPERS.glob("*.txt")} == set(NAMES)
    assert set(KNOWN) <= set(NAMES)
    assert sum(len(item["roles"]) for name in NAMES for item in gold(name)) > 1500


@pytest.mark.parametrize("name", cases(negative=False))
def test_roles_are_exactly_those_of_the_paper(name: str) -> None:
    wrong, rest = read(name)
    wrong |= {f"not in the paper: {r['text'][:12]}": [x["printed"] for x in r["roles"]] for r in rest if r["roles"]}
    assert gold(name)
    assert wrong == {}


@pytest.mark.parametrize("name", cases(negative=True))
def test_a_paper_that_assigns_nothing_yields_no_roles(name: str) -> None:
    assert gold(name) == []
    assert {r["text"][:12]: [x["printed"] for x in r["roles"]] for r in exported(name) if r["roles"]} == {}


def test_cell_merged_over_lead_and_assist_says_only_what_it_prints(tmp_path: Path) -> None:
    head = "<tr><th>序号</th><th>任务</th><th>牵头单位</th><th>配合单位</th></tr>"
    said = "<tr><td>1</td><td>修路。</td><td colspan=2>市交通运输局牵头，市公安局配合</td></tr>"
    unsaid = "<tr><td>2</td><td>建桥。</td><td colspan=2>市交通运输局、市水利局</td></tr>"
    paper = tmp_path / "a.html"
    paper.write_text(f"<h1>临沂市重点任务分工表</h1><table>{head}{said}{unsaid}</table>", encoding="utf-8")
    corpus = build_corpus([paper])
    assert [[(r.printed, r.role) for r in record.roles] for record in corpus.records] == [
        [("市交通运输局", "leads"), ("市公安局", "assists")],
        [],
    ]
    assert [i.values for i in corpus.issues if i.code == "clause-undecided"] == [("市交通运输局",), ("市水利局",)]
