"""Faults that a trial found in the chain, on papers written for them (tests/chain_found.py); expected values are the papers'."""

from __future__ import annotations

import re
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import policykg
from policykg.analyse.copymap import compare, copy_map, copy_report, pieces
from policykg.analyse.coverage import coverage, coverage_report
from policykg.analyse.dag import dag
from policykg.analyse.drift import drift, drift_report, workload
from policykg.analyse.ladder import ladder
from policykg.analyse.queries import run_query
from policykg.analyse.trace import trace
from policykg.build import build_corpus, build_graph
from policykg.rdf.iri import iri
from policykg.rdf.quads import corpus_quads
from policykg.records import Corpus
from policykg.store import Graph
from policykg.view.dag_page import dag_html

sys.path.insert(0, str(Path(__file__).parent))

import chain_found

PROVINCE, BAOJI, XIANYANG, WUGONG = "陕政办发-2024-6", "宝政办发-2024-18", "咸政办发-2024-21", "武政办发-2024-30"


LISTED = (("一", "东部片区", 10), ("二", "北部片区", 10), ("三", "西部片区", 12))


def written(*texts: str) -> Corpus:
    """Read papers as they are given."""
    with TemporaryDirectory() as folder:
        for n, text in enumerate(texts):
            (Path(folder) / f"{n}.txt").write_text(text, encoding="utf-8")
        return build_corpus([Path(folder)])


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


def states(read: Corpus, paper: str, place: str) -> list[str]:
    found = coverage(read, paper)
    at = [name for _, name in found.places].index(place)
    return [line.cells[at].state for line in found.lines]


class TestCoverage:
    def test_an_item_that_names_no_body_is_taken_up_too(self) -> None:
        """宝鸡 五: 到2026年，农村生活污水治理率达到45%, nobody named; the province asks 50%."""
        assert states(corpus(), PROVINCE, "宝鸡市")[4] == "rewritten"
        assert rungs("污水治理率", "宝鸡市") == [(45, "lowered")]
        bare = [c.item for c in drift(corpus()).changes if c.finding == "no-body"]
        assert bare == [f"{BAOJI}.正文.五"]
        rows = run_query(graph(), "items-without-body")
        assert iri("item", f"{BAOJI}.正文.五") in {str(v) for v in rows.column("item")}

    def test_states_of_both_cities_and_of_the_county(self) -> None:
        """宝鸡 has no money item (七); 咸阳 rows are 一, 三, 四, 八 (empty), 七; 武功 has one row, of 咸阳's row 3."""
        assert states(corpus(), PROVINCE, "宝鸡市") == [*["rewritten"] * 6, "none", "rewritten"]
        quoted = ["quoted", "none", "quoted", "quoted", "none", "none", "quoted", "lead-only"]
        assert states(corpus(), PROVINCE, "咸阳市") == quoted
        assert states(corpus(), PROVINCE, "武功县") == ["rewritten" if n == 3 else "none" for n in range(8)]
        assert states(corpus(), XIANYANG, "武功县") == ["none", "none", "quoted", "none", "none"]

    def test_elderly_care_does_not_derive_from_child_care(self) -> None:
        """宝鸡 七 (养老服务体系) is the province's 八, not 三 (托育服务)."""
        derived = {a.right for a in corpus().alignments if a.left == f"{BAOJI}.正文.七" and a.accepted}
        assert derived == {f"{PROVINCE}.正文.八"}

    def test_of_look_alikes_each_item_is_taken_up_by_its_own_alone(self) -> None:
        """宝鸡 leaves out the second of three items that differ in one word."""
        upper = "".join(
            f"{n}、建设{w}油茶基地。到2026年，{w}新建油茶基地{k}个。（牵头单位：省林业局）\n\n" for n, w, k in LISTED
        )
        lower = "".join(
            f"{n}、建设{w}油茶基地。到2026年，{w}新建油茶基地{k}个。（牵头单位：市林业局）\n\n"
            for n, w, k in (("一", "东部片区", 10), ("二", "西部片区", 12))
        )
        read = written(
            chain_found.PROVINCE.partition("一、")[0] + upper, chain_found.BAOJI.partition("一、")[0] + lower
        )
        assert states(read, PROVINCE, "宝鸡市") == ["rewritten", "none", "rewritten"]

    def test_a_paper_of_the_same_or_a_lower_level_is_never_upper(self) -> None:
        """The province names 宝政办发18 as its basis, 宝鸡 and 咸阳 name each other."""
        basis = "根据《宝鸡市人民政府办公室关于印发宝鸡市民生改善实施方案的通知》（宝政办发〔2024〕18号），制定本方案。\n\n一、治"
        sister = "根据《咸阳市人民政府办公室关于印发咸阳市民生改善任务清单的通知》（咸政办发〔2024〕21号），制定本方案。\n\n一、治"
        read = written(
            chain_found.PROVINCE.replace("一、治", basis),
            chain_found.BAOJI.replace("一、治", sister),
            chain_found.XIANYANG.replace("附件\n", basis.removesuffix("一、治") + "附件\n", 1),
        )
        found = coverage(read)
        assert {line.document for line in found.lines} == {PROVINCE}
        assert [name for _, name in found.places] == ["宝鸡市", "咸阳市"]

    def test_an_item_about_another_city_is_not_re_written(self) -> None:
        upper = (
            "\n九、支持咸阳市建设丝路会展中心。支持咸阳市建设丝路会展中心，到2026年建成投用。（牵头单位：省商务厅）\n"
        )
        lower = "\n八、建设丝路会展中心。加快建设丝路会展中心，到2026年建成投用。（牵头单位：市商务局）\n"
        read = written(chain_found.PROVINCE + upper, chain_found.BAOJI + lower)
        assert states(read, PROVINCE, "宝鸡市")[-1] == "none"
        read = written(chain_found.PROVINCE + upper.replace("咸阳市", "宝鸡市"), chain_found.BAOJI + lower)
        assert states(read, PROVINCE, "宝鸡市")[-1] == "rewritten"

    def test_sparql_gives_the_same_states_and_gaps(self) -> None:
        found = coverage(corpus())
        cells = [(x, name, c) for x in found.lines for (_, name), c in zip(found.places, x.cells, strict=True)]
        mine = {(name, c.state, iri("item", x.key), len(c.items)) for x, name, c in cells if c.items}
        rows = run_query(graph(), "coverage-states")
        assert {(str(r["placeName"]), str(r["state"]), str(r["upper"]), int(str(r["items"]))) for r in rows} == mine
        gaps = {(str(r["placeName"]), str(r["upper"])) for r in run_query(graph(), "coverage-gaps")}
        assert gaps == {(name, iri("item", x.key)) for x, name, c in cells if c.state == "none" and not c.items}

    def test_a_revision_makes_what_it_changed_suspect(self) -> None:
        """The province revises its plan: 45 working days for 50 (二), item 八 goes; all else is said again."""
        text = (
            chain_found.PROVINCE.partition("\n\n八、")[0]
            .replace("50个工作日", "45个工作日")
            .replace("〔2024〕6号", "〔2025〕3号")
        )
        preamble = "对《陕西省民生改善行动方案（2024—2026年）》（陕政办发〔2024〕6号）进行修订，形成本方案。\n\n一、治"
        revised = text.replace("一、治", preamble).replace("2024年2月1日", "2025年2月1日")
        read = written(*chain_found.ALL.values(), revised)
        expected = ["rewritten", "suspect", *["rewritten"] * 4, "none", "suspect"]
        assert states(read, PROVINCE, "宝鸡市") == expected
        rows = run_query(Graph.of(corpus_quads(read)), "coverage-states")
        told = {
            str(r["upper"]).rpartition(".")[2] for r in rows if r["placeName"] == "宝鸡市" and r["state"] == "suspect"
        }
        assert told == {"二", "八"}

    def test_a_repeal_makes_all_that_was_taken_up_suspect(self) -> None:
        repeal = chain_found.PROVINCE.partition("陕西省民生改善行动方案（2024—2026年）\n\n一、")[0]
        repeal = repeal.replace("印发陕西省民生改善行动方案（2024—2026年）", "废止一件文件").replace(
            "〔2024〕6号", "〔2025〕9号"
        )
        body = "《陕西省民生改善行动方案（2024—2026年）》（陕政办发〔2024〕6号）自即日起停止执行。"
        repeal = repeal.replace(
            "《陕西省民生改善行动方案（2024—2026年）》已经省人民政府同意，现印发给你们，请认真组织实施。", body
        )
        found = states(written(*chain_found.ALL.values(), repeal), PROVINCE, "宝鸡市")
        assert found == [*["suspect"] * 6, "none", "suspect"]

    def test_a_paper_of_another_place_changes_nothing(self) -> None:
        """宝鸡 says of the province's plan that it 停止执行: no such thing is in its power."""
        text = chain_found.BAOJI.replace("制定本方案。", "制定本方案。陕政办发〔2024〕6号停止执行。")
        read = written(chain_found.PROVINCE, text, chain_found.XIANYANG)
        assert "suspect" not in states(read, PROVINCE, "咸阳市")


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


class TestCopyMap:
    def test_verbatim_is_word_and_number_alike(self) -> None:
        """宝鸡 一 repeats the province's; its 二 has 40 for 50; the cell of 咸阳's row 4 is empty."""
        found = {c.item: c for c in copy_map(corpus()).copies}
        assert found[f"{BAOJI}.正文.一"].state == "verbatim"
        assert found[f"{BAOJI}.正文.二"].state == "adapted"
        assert found[f"{XIANYANG}.附件.4"].state == "empty"
        assert sum(copy_map(corpus()).totals().values()) == len(copy_map(corpus()).copies)

    def test_numbers_that_differ_are_marked_whole(self) -> None:
        for copy in copy_map(corpus()).copies:
            marked = Counter(p.text for p in pieces(copy) if p.number)
            assert all(marked[n] for n in (*copy.above_only, *copy.below_only)), copy.item
        (road,) = (c for c in copy_map(corpus()).copies if c.item == f"{BAOJI}.正文.四")
        assert [(p.tag, p.text) for p in pieces(road) if p.number] == [("above", "100万亩"), ("below", "12万亩")]

    def test_half_a_number_is_never_the_same(self) -> None:
        copy = compare("a", "b", "到2025年，建成1000个、2.6%", "到2024年，建成1020个、2.8%")
        marked = {p.text for p in pieces(copy) if p.number}
        assert marked == {"2025年", "2024年", "1000个", "1020个", "2.6%", "2.8%"}

    def test_sparql_counts_the_same_copies(self) -> None:
        rows = {str(r["document"]): int(str(r["copied"])) for r in run_query(graph(), "copied-verbatim")}
        quoted = {r.key for r in corpus().records if r.upstream}
        mine = Counter(
            c.item.split(".")[0] for c in copy_map(corpus()).copies if c.item in quoted and c.state == "verbatim"
        )
        assert rows == {iri("doc", paper): mine[paper] for paper in (XIANYANG, WUGONG)}


class TestDrift:
    def test_a_body_that_assists_above_and_leads_below_is_not_new(self) -> None:
        """The province: 省生态环境厅 leads, 省住房城乡建设厅 assists; were they exchanged in 宝鸡, the housing line turns lead."""
        turned = chain_found.BAOJI.replace(
            "（牵头单位：市生态环境局；配合单位：市住房和城乡建设局）",
            "（牵头单位：市住房和城乡建设局；配合单位：市生态环境局）",
        )
        found = drift(written(chain_found.PROVINCE, turned)).changes
        assert {(c.finding, c.function) for c in found if c.item == f"{BAOJI}.正文.一"} == {
            ("lead-to-assist", "生态环境"),
            ("assist-to-lead", "住房城乡建设"),
        }

    def test_rows_of_one_line_and_rows_with_a_change_are_all_that_is_compared(self) -> None:
        found = drift(corpus())
        totals = {str(r[0]): r[1] for r in drift_report(found, (), 10, "en").sheets[1].rows}
        assert int(str(totals["same line"])) + int(str(totals["rows with a change"])) == found.compared

    def test_money_a_year_once_and_for_each_are_not_added(self) -> None:
        """省财政厅: 10亿元 a year, 800万元 for each of five counties; 咸阳市财政局: 6000万元 once."""
        loads = {x.body: (x.money, x.yearly) for x in workload(corpus()) if x.money or x.yearly}
        assert loads == {"610000.财政厅": (0, 1e9), "610400.财政局": (6e7, 0)}


def test_a_folder_becomes_a_network(tmp_path: Path) -> None:
    build_graph([chain_found.write(tmp_path / "papers")], tmp_path / "kg")
    found = policykg.to_networkx(str(tmp_path / "kg"))
    assert set(found) == set(policykg.to_networkx(corpus()))
    assert found.has_edge(iri("item", f"{WUGONG}.正文.1"), iri("item", f"{XIANYANG}.附件.3"))


def test_tables_for_machines_hold_whole_texts() -> None:
    copied = copy_report(copy_map(corpus()), "en", whole=True).sheets[0].rows
    covered = coverage_report(coverage(corpus()), "en", whole=True).sheets[0].rows
    assert not any("…" in str(cell) for row in (*copied, *covered) for cell in row)


def test_a_line_past_a_level_runs_behind_no_card() -> None:
    """眉县 carries out the province's 四 itself: its line passes the cards of the cities."""
    county = (
        chain_found.WUGONG.replace("武功", "眉")
        .replace("武政办发〔2024〕30号", "眉政办发〔2024〕11号")
        .replace(
            "咸阳市人民政府办公室关于印发咸阳市民生改善任务清单的通知",
            "陕西省人民政府办公厅关于印发陕西省民生改善行动方案（2024—2026年）的通知",
        )
        .replace("咸政办发〔2024〕21号", "陕政办发〔2024〕6号")
        .replace("新建高标准农田15万亩。", "建设高标准农田。到2026年，新建高标准农田100万亩。")
    )
    asked = Graph.of(corpus_quads(written(*chain_found.ALL.values(), county)))
    page = dag_html(dag(asked, trace(asked, f"{PROVINCE}.正文.四")))
    boxes = [
        tuple(map(int, m)) for m in re.findall(r'<foreignObject x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"', page)
    ]
    lanes = re.findall(r'd="M\S+ \S+ C[^H"]* (\d+) (\S+) H(\d+) C', page)
    assert len(lanes) == 1
    for left, y, right in ((float(a), float(b), float(c)) for a, b, c in lanes):
        assert not [b for b in boxes if left <= b[0] and b[0] + b[2] <= right and b[1] < y < b[1] + b[3]]
        assert [b for b in boxes if left <= b[0] and b[0] + b[2] <= right]
