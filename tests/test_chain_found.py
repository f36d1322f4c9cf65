"""Faults that a trial found in the chain, on papers written for them (tests/chain_found.py); expected values are the papers'."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from policykg.analyse.ladder import ladder
from policykg.analyse.queries import run_query
from policykg.build import build_corpus
from policykg.rdf.iri import iri
from policykg.rdf.quads import corpus_quads
from policykg.records import Corpus
from policykg.store import Graph

sys.path.insert(0, str(Path(__file__).parent))

import chain_found

PROVINCE, BAOJI, XIANYANG, WUGONG = "陕政办发-2024-6", "宝政办发-2024-18", "咸政办发-2024-21", "武政办发-2024-30"


@cache
def corpus() -> Corpus:
    with TemporaryDirectory() as folder:
        return build_corpus([chain_found.write(Path(folder))])


@cache
def graph() -> Graph:
    return Graph.of(corpus_quads(corpus()))


@cache
def sample() -> tuple[Corpus, Graph]:
    read = build_corpus([Path(__file__).parents[1] / "data" / "corpus"])
    return read, Graph.of(corpus_quads(read))


def rungs(word: str, place: str) -> list[tuple[float | None, str]]:
    found = ladder(corpus(), word).rungs
    return [(r.quantity.value if r.quantity else None, r.verdict) for r in found if r.name == place]


class TestLadder:
    def test_what_a_city_copies_with_its_sentence_is_kept(self) -> None:
        """宝鸡 一 is the province's 一 word for word; so is row 2 of 咸阳, whose deadline stands in a column."""
        assert rungs("PM2.5", "宝鸡市") == [(40, "kept")]
        assert rungs("优良天数", "宝鸡市") == [(80, "kept")]
        assert rungs("托位数", "咸阳市") == [(4.5, "kept")]
        assert rungs("普惠托位", "咸阳市") == [(60, "kept")]

    def test_a_ceiling_is_tightened_or_loosened_whatever_its_unit(self) -> None:
        """PM2.5 at most 40, 咸阳 44; approval within 50 working days, 宝鸡 40."""
        assert rungs("PM2.5", "咸阳市") == [(44, "loosened")]
        assert rungs("审批时限", "宝鸡市") == [(40, "tightened")]

    def test_an_empty_local_cell_states_nothing(self) -> None:
        """咸阳, row 4: the city's cell is empty, so 60% is the province's alone."""
        assert rungs("床位占比", "咸阳市") == [(None, "not-stated")]

    def test_a_shorter_name_of_an_indicator_answers_it(self) -> None:
        """国家级专精特新“小巨人”企业达到300家; 宝鸡: “小巨人”企业总数达到25家以上."""
        assert rungs("小巨人", "宝鸡市") == [(25, "part")]

    def test_the_deadline_of_a_column_is_told(self) -> None:
        """咸阳, row 3: 2026年6月底前."""
        (row,) = (r for r in ladder(corpus(), "高标准农田").rungs if r.name == "咸阳市")
        assert row.quantity is not None and row.quantity.deadline_inherited == "2026-06-30"

    def test_only_what_adds_up_is_summed(self) -> None:
        """No sums of PM2.5, days, beds per thousand, or of 6000万元 once against 10亿元 a year; 12万 + 15万亩 are 27万亩."""
        found = ladder(corpus())
        sums = {(found.rungs[s.above].indicator, found.rungs[s.above].name): (s.total, s.stated) for s in found.sums}
        assert sums == {
            ("高标准农田", "陕西省"): (270_000, 2),
            ("高标准农田", "咸阳市"): (20_000, 1),
            ("国家级专精特新“小巨人”企业", "陕西省"): (25, 1),
        }

    def test_sparql_gives_the_ratios_of_equal_indicators(self) -> None:
        for read, asked in ((corpus(), graph()), sample()):
            found = ladder(read).rungs
            mine = {
                (iri("item", r.item), r.indicator, round(r.ratio, 6))
                for r in found
                if r.ratio is not None and r.indicator == found[r.above].indicator
            }
            rows = run_query(asked, "ladder-rungs")
            assert {(str(r["item"]), str(r["indicator"]), round(float(str(r["ratio"])), 6)) for r in rows} == mine
