"""Places named in running text: ``cases/place_texts.csv``, each answer written down before the rules were.

``home`` is the code of the paper's place, ``date`` its date or year, ``places`` the codes that a reader who knows the
country would note, joined by ";". A place may be missed; none may be named that is not meant.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from policykg.extract.places import find_places
from policykg.lexicon import load_lexicon
from policykg.model import Passage
from policykg.resolve.textplaces import TextPlaces

CASES = Path(__file__).parent / "cases" / "place_texts.csv"
LEAST_RECALL = 0.95


@dataclass(frozen=True, slots=True)
class Case:
    home: str
    date: str
    text: str
    places: str
    note: str


@cache
def cases() -> tuple[Case, ...]:
    with CASES.open(encoding="utf-8") as file:
        return tuple(Case(**row) for row in csv.DictReader(file))


def read(case: Case) -> set[str]:
    lexicon = load_lexicon()
    paper = TextPlaces(lexicon.places[case.home], lexicon, case.date)
    return {p.code for p in find_places(Passage.of(case.text), lexicon, paper.short_names, paper.decide)}


def meant(case: Case) -> set[str]:
    return set(case.places.split(";")) - {""}


def test_there_are_cases_of_every_province():
    assert len(cases()) >= 155
    assert len({c.home[:2] for c in cases()}) == 31


def test_no_place_is_named_that_is_not_meant():
    assert [(c.text, c.home, extra) for c in cases() if (extra := read(c) - meant(c))] == []


def test_nearly_every_place_is_found():
    missed = [(c.text, c.home, left) for c in cases() if (left := meant(c) - read(c))]
    assert sum(len(left) for *_, left in missed) <= (1 - LEAST_RECALL) * sum(len(meant(c)) for c in cases()), missed
