"""Damaged names: mended where just one body can be meant, dropped where the list has it, else kept and reported.

``cases/damaged_names.csv``: a name ``printed`` in a paper of ``home``, with the names that stand ``beside`` it;
``outcome`` is mended (to ``meant``), dropped (a copy of ``meant``) or kept (as printed, never mended).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from policykg.lexicon import load_lexicon
from policykg.model import Issue, RoleMention
from policykg.names import NameBook
from policykg.records import Assignment
from policykg.resolve.agencies import AgencyResolver

CASES = Path(__file__).parent / "cases" / "damaged_names.csv"


@dataclass(frozen=True, slots=True)
class Damage:
    home: str
    printed: str
    beside: str
    outcome: str
    meant: str
    note: str


def damages() -> tuple[Damage, ...]:
    with CASES.open(encoding="utf-8") as file:
        return tuple(Damage(**row) for row in csv.DictReader(file))


@cache
def book() -> NameBook:
    return NameBook(load_lexicon())


def resolve(home: str, *printed: str) -> tuple[tuple[Assignment, ...], tuple[Issue, ...]]:
    resolver = AgencyResolver(book(), load_lexicon().places[home], "paper.txt")
    return resolver.assign([RoleMention(p, "leads", n, n + 1, "test", 1.0) for n, p in enumerate(printed)])


def told(issues: tuple[Issue, ...], code: str, printed: str) -> list[tuple[str, ...]]:
    return [i.values for i in issues if i.code == code and i.values[0] == printed]


@pytest.mark.parametrize("case", damages(), ids=lambda c: f"{c.printed}-{c.beside}")
def test_damaged_name(case: Damage) -> None:
    assigned, issues = resolve(case.home, case.printed, *(x for x in case.beside.split(";") if x))
    own = [a for a in assigned if a.printed == case.printed]
    mended = told(issues, "name-repaired", case.printed)
    dropped = told(issues, "name-dropped", case.printed)
    if case.outcome == "mended":
        assert mended == [(case.printed, case.meant)]
        (meant,), _ = resolve(case.home, case.meant)
        assert [(a.agency.key, a.repair) for a in own] == [(meant.agency.key, case.meant)]
        assert 0.5 < own[0].score < 1.0
    elif case.outcome == "dropped":
        assert own == []
        assert dropped == [(case.printed, case.meant)]
    else:
        assert (mended, dropped) == ([], [])
        assert [a.repair for a in own] == [""]


def test_a_name_that_is_kept_unresolved_is_reported() -> None:
    assigned, issues = resolve("371700", "市滇池管理局")
    assert [a.agency.kind for a in assigned] == ["unresolved"]
    assert [(i.code, i.values) for i in issues] == [("name-unresolved", ("市滇池管理局",))]


def test_enough_names_must_not_be_mended() -> None:
    kept = [c for c in damages() if c.outcome == "kept"]
    assert len(damages()) >= 60
    assert len(kept) >= 25


def test_what_is_mended_by_rule_is_nowhere_listed() -> None:
    lexicon = load_lexicon()
    listed = set(lexicon.functions) | {b.pattern for b in lexicon.bodies}
    for case in damages():
        if case.outcome == "mended":
            stem = case.printed[1:-1]
            assert case.printed not in listed
            assert stem == case.meant[1:-1] or stem not in listed
