"""The chain on papers written for it (tests/chain_papers.py): every state, verdict and finding, and SPARQL's answers."""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner

import policykg
from policykg.analyse.copymap import copy_map
from policykg.analyse.coverage import coverage, coverage_report
from policykg.analyse.drift import drift, workload
from policykg.analyse.ladder import Rung, ladder
from policykg.analyse.queries import run_query
from policykg.analyse.ties import ties
from policykg.analyse.trace import trace
from policykg.build import build_corpus, build_graph
from policykg.cli import main
from policykg.rdf.iri import iri
from policykg.rdf.quads import corpus_quads
from policykg.records import Corpus
from policykg.store import Graph
from policykg.view.report_page import ladder_bars

sys.path.insert(0, str(Path(__file__).parent))

import chain_papers

PROVINCE, LUOYANG, NANYANG, LUANCHUAN = "豫政-2024-5", "洛政-2024-12", "宛政-2024-9", "栾政-2024-3"
SAMPLE = Path(__file__).parents[1] / "data" / "corpus"


@cache
def corpus() -> Corpus:
    with TemporaryDirectory() as folder:
        return build_corpus([chain_papers.write(Path(folder))])


@cache
def graph() -> Graph:
    return Graph.of(corpus_quads(corpus()))


@cache
def sample() -> tuple[Corpus, Graph]:
    read = build_corpus([SAMPLE])
    return read, Graph.of(corpus_quads(read))


def states(document: str = "") -> dict[tuple[str, str, str], str]:
    found = coverage(corpus(), document)
    return {
        (line.document, line.ordinal, name): cell.state
        for line in found.lines
        for (_, name), cell in zip(found.places, line.cells, strict=True)
    }


class TestCoverage:
    def test_states_of_a_city_that_quotes(self) -> None:
        """Item 2 is repeated, 3 quoted with 50% where the province has 55%, 4 (乡村工匠) is not taken up."""
        mine = {n: states()[PROVINCE, n, "洛阳市"] for n in "123456"}
        assert mine == {"1": "quoted", "2": "lead-only", "3": "suspect", "4": "none", "5": "quoted", "6": "quoted"}

    def test_states_of_a_city_that_only_re_writes(self) -> None:
        """南阳 quotes nothing; its items 1 and 2 are the province's 1 and 3 in other words."""
        mine = {n: states()[PROVINCE, n, "南阳市"] for n in "123456"}
        assert mine == {"1": "rewritten", "2": "none", "3": "rewritten", "4": "none", "5": "none", "6": "none"}

    def test_states_of_a_county_are_about_its_citys_items(self) -> None:
        mine = {n: states(LUOYANG)[LUOYANG, n, "栾川县"] for n in "123456"}
        assert mine == {"1": "quoted", "2": "none", "3": "none", "4": "quoted", "5": "none", "6": "none"}

    def test_a_county_carries_out_the_province_by_way_of_its_city(self) -> None:
        """栾川 names 洛政〔2024〕12号 alone, which is based on the province's plan; its rows are 洛阳's 1 and 4 (province 1, 5)."""
        mine = {n: states()[PROVINCE, n, "栾川县"] for n in "123456"}
        assert mine == {"1": "rewritten", "2": "none", "3": "none", "4": "none", "5": "rewritten", "6": "none"}

    def test_a_sister_city_owes_nothing_to_the_other_nor_a_city_to_itself(self) -> None:
        assert {states()[LUOYANG, n, c] for n in "123456" for c in ("南阳市", "洛阳市")} == {"unbound"}

    def test_below_the_bar_of_the_other_commands_a_city_perhaps_re_writes(self) -> None:
        """Were 南阳's item 1 less like the province's, it would be one to look at, and no other command would take it for a tie."""
        read = corpus()
        weak = tuple(
            replace(a, score=0.7) if (a.left, a.right) == (f"{NANYANG}.正文.一.1", f"{PROVINCE}.正文.一.1") else a
            for a in read.alignments
            if a.kind == "upper"
        )
        read = replace(read, alignments=weak)
        (line,) = (x for x in coverage(read, PROVINCE).lines if x.ordinal == "1")
        assert "perhaps" in {c.state for c in line.cells}
        (line,) = (x for x in coverage(read, PROVINCE, bar=0.8).lines if x.ordinal == "1")
        assert "perhaps" not in {c.state for c in line.cells}
        assert not [t for t in ties(read) if t.item.key == f"{NANYANG}.正文.一.1"]

    def test_inventions(self) -> None:
        found = {(i.place, i.text[:4]) for i in coverage(corpus()).inventions}
        assert found == {("410300", "建设牡丹"), ("411300", "壮大艾草")}

    def test_once_the_upper_text_is_right_nothing_is_suspect(self, tmp_path: Path) -> None:
        chain_papers.write(tmp_path)
        (tmp_path / "luoyang.txt").write_text(chain_papers.LUOYANG.replace("50%", "55%"), encoding="utf-8")
        line = coverage(build_corpus([tmp_path]), PROVINCE).lines[2]
        assert [c.state for c in line.cells][:1] == ["quoted"]

    def test_sparql_gives_the_same_states_gaps_and_inventions(self) -> None:
        for read, asked in ((corpus(), graph()), sample()):
            found = coverage(read)
            names = dict(found.places)
            cells = [
                (line, name, c) for line in found.lines for name, c in zip(names.values(), line.cells, strict=True)
            ]
            rows = run_query(asked, "coverage-states")
            mine = {(name, c.state, iri("item", line.key), len(c.items)) for line, name, c in cells if c.items}
            assert {(str(r["placeName"]), str(r["state"]), str(r["upper"]), int(str(r["items"]))) for r in rows} == mine
            gaps = {(str(r["placeName"]), str(r["upper"])) for r in run_query(asked, "coverage-gaps")}
            assert gaps == {(name, iri("item", x.key)) for x, name, c in cells if c.state == "none" and not c.items}
            own = {(str(r["placeName"]), str(r["item"])) for r in run_query(asked, "local-inventions")}
            assert own == {(names[i.place], iri("item", i.key)) for i in found.inventions}


def rungs(word: str) -> list[tuple[str, float | None, str, float | None]]:
    def value(r: Rung) -> float | None:
        return r.quantity.value if r.quantity else None

    return [(r.name, value(r), r.verdict, r.ratio) for r in ladder(corpus(), word).rungs]


class TestLadder:
    def test_three_levels_are_one_ladder(self) -> None:
        found = ladder(corpus(), "高标准农田").rungs
        assert [(r.name, r.above) for r in found] == [("河南省", -1), ("南阳市", 0), ("洛阳市", 0), ("栾川县", 2)]
        assert [r.ratio for r in found] == [None, 0.95, 0.08, 0.0375]

    def test_the_upper_papers_own_value_counts_not_the_one_a_city_quotes(self) -> None:
        """洛阳 quotes 50%; the province asks for 55%."""
        assert rungs("污水治理率") == [
            ("河南省", 55, "", None),
            ("南阳市", 45, "lowered", pytest.approx(45 / 55)),
            ("洛阳市", 60, "raised", pytest.approx(60 / 55)),
            ("栾川县", None, "not-stated", None),  # bound by 洛阳's paper
        ]

    def test_a_share_that_is_lowered_and_a_place_that_says_nothing(self) -> None:
        assert rungs("自来水") == [
            ("河南省", 95, "", None),
            ("洛阳市", 92, "lowered", pytest.approx(92 / 95)),
            ("栾川县", None, "not-stated", None),
            ("南阳市", None, "not-stated", None),
        ]

    def test_what_nobody_took_up_is_not_stated_anywhere(self) -> None:
        assert [(n, v) for n, _, v, _ in rungs("乡村工匠")] == [
            ("河南省", ""),
            ("南阳市", "not-stated"),
            ("洛阳市", "not-stated"),
        ]

    def test_sum_of_the_cities_against_the_province(self) -> None:
        """950 + 80 万亩 of 1000, by 2 of Henan's 17 cities (GB/T 2260)."""
        total = ladder(corpus(), "高标准农田").sums[0]
        assert (total.total, total.stated, total.places) == (10_300_000, 2, 17)
        assert total.share == pytest.approx(1.03)

    def test_two_cities_that_quote_one_unread_item_share_its_rung(self, tmp_path: Path) -> None:
        chain_papers.write(tmp_path, "luoyang.txt")
        other = (
            chain_papers.LUOYANG.replace("洛阳", "安阳")
            .replace("洛政〔2024〕12号", "安政〔2024〕7号")
            .replace("80万亩", "90万亩")
        )
        (tmp_path / "anyang.txt").write_text(other, encoding="utf-8")
        found = ladder(build_corpus([tmp_path]), "高标准农田")
        assert [r.name for r in found.rungs] == ["河南省", "安阳市", "洛阳市"]
        assert found.sums[0].total == 1_700_000

    def test_sparql_gives_the_same_ratios(self) -> None:
        mine = {
            (iri("item", r.item), round(r.ratio, 6))
            for r in ladder(corpus()).rungs
            if r.ratio is not None and r.quantity is not None
        }
        rows = run_query(graph(), "ladder-rungs")
        assert {(str(r["item"]), round(float(str(r["ratio"])), 6)) for r in rows} == mine

    def test_bars_of_all_levels_are_on_one_scale(self) -> None:
        widths = [bar.width for bar in ladder_bars(ladder(corpus(), "高标准农田"))]
        assert [round(w / widths[0], 3) for w in widths] == [1, 0.95, 0.08, 0.003]


class TestDrift:
    def test_findings(self) -> None:
        found = {(c.item, c.finding, c.function) for c in drift(corpus()).changes if c.finding != "kept"}
        assert found == {
            (f"{LUOYANG}.附件.2", "lead-to-assist", "发展改革"),  # 省发展改革委 leads, 市发展改革委 assists
            (f"{LUOYANG}.附件.2", "assist-to-lead", "商务"),  # 省商务厅 assists, 市商务局 leads
            (f"{LUOYANG}.附件.4", "added", "农业农村"),
            (f"{LUOYANG}.附件.4", "split", ""),
            (f"{LUANCHUAN}.附件.2", "dropped", "农业农村"),
            (f"{LUANCHUAN}.附件.2", "merged", ""),
        }

    def test_all_that_is_taken_up_is_compared(self) -> None:
        """5 rows of 洛阳, 2 of 栾川, 2 items that 南阳 re-wrote; the tables name no body of the level above, the papers do."""
        found = drift(corpus())
        assert (found.compared, found.silent) == (9, 0)

    def test_water_affairs_are_part_of_water_resources(self) -> None:
        assert [c.finding for c in drift(corpus()).changes if c.item == f"{LUOYANG}.附件.5"] == ["kept"]

    @pytest.mark.parametrize(
        ("old", "new", "finding"),
        [
            ("市商务局\t市发展改革委", "\t市商务局、市发展改革委", "no-lead"),
            ("市商务局\t市发展改革委", "\t", "no-body"),
            ("市商务局\t市发展改革委", "市商务局\t市财政局", "dropped"),
        ],
    )
    def test_missing_leads(self, tmp_path: Path, old: str, new: str, finding: str) -> None:
        chain_papers.write(tmp_path, "province.txt")
        (tmp_path / "luoyang.txt").write_text(chain_papers.LUOYANG.replace(old, new), encoding="utf-8")
        row = [c.finding for c in drift(build_corpus([tmp_path])).changes if c.item == f"{LUOYANG}.附件.2"]
        assert finding in row

    def test_sparql_gives_the_same_lines(self) -> None:
        for read, asked in ((corpus(), graph()), sample()):
            changes = drift(read).changes
            lost = {(str(r["item"]), str(r["upperBody"])) for r in run_query(asked, "lines-not-kept")}
            led = {t.item.key for t in ties(read) if any(a.role == "leads" for a in t.roles)}
            assert lost == {
                (iri("item", c.item), c.above[0]) for c in changes if c.finding == "dropped" and c.item in led
            }
            turned = {(str(r["item"]), str(r["function"])) for r in run_query(asked, "lead-turned")}
            assert turned == {
                (iri("item", c.item), c.function)
                for c in changes
                if c.finding in ("lead-to-assist", "lead-to-responsible")
            }

    def test_sparql_gives_the_same_workload(self) -> None:
        for read, asked in ((corpus(), graph()), sample()):
            rows = run_query(asked, "workload")
            found = {
                (str(r["agency"]), str(r["quarter"] or "")): tuple(
                    int(str(r[k])) for k in ("leads", "responsible", "assists")
                )
                for r in rows
            }
            mine = {(iri("agency", x.body), x.quarter): (x.leads, x.responsible, x.assists) for x in workload(read)}
            assert found == mine


class TestCopyMap:
    def test_states_and_numbers(self) -> None:
        found = {c.item: c for c in copy_map(corpus()).copies}
        assert found[f"{LUOYANG}.附件.2"].state == "verbatim"
        assert (found[f"{LUANCHUAN}.附件.2"].above_only, found[f"{LUANCHUAN}.附件.2"].below_only) == (
            ("2026年", "20个"),
            ("2025年", "4个"),
        )
        re_written = found[f"{NANYANG}.正文.一.1"]
        assert (re_written.state, re_written.above_only, re_written.below_only) == (
            "adapted",
            ("1000万亩",),
            ("950万亩",),
        )
        assert re_written.upper == f"{PROVINCE}.正文.一.1"

    def test_a_table_whose_columns_slipped_is_suspected(self) -> None:
        """liaocheng-2023-12.txt, annex 1: the text beside row 4 (县级基本财力奖补机制 …) speaks of the province's row 3."""
        found = [(c.item, c.fits) for c in copy_map(sample()[0]).copies if c.fits]
        assert found == [("聊政字-2023-12.附件1.4", "聊政字-2023-12.附件1.3")]
        issues = [i for i in sample()[0].issues if i.code == "row-shifted"]
        assert [i.values[:2] for i in issues] == [("4", "3")]
        assert any("附件1.4" in line for line in coverage_report(coverage(sample()[0]), "zh").filters)

    def test_columns_that_slip_in_a_made_table_are_suspected(self, tmp_path: Path) -> None:
        lines = chain_papers.LUOYANG.splitlines()
        rows = [n for n, line in enumerate(lines) if line[:2] in ("3\t", "4\t", "5\t")]
        texts = [lines[n].split("\t")[2] for n in rows]
        for n, text in zip(rows, [texts[-1], *texts[:-1]], strict=True):
            cells = lines[n].split("\t")
            lines[n] = "\t".join((*cells[:2], text, *cells[3:]))
        (tmp_path / "luoyang.txt").write_text("\n".join(lines), encoding="utf-8")
        read = build_corpus([tmp_path])
        assert {i.values[0] for i in read.issues if i.code == "row-shifted"} >= {"4", "5"}


class TestUpperPaperReadLater:
    def test_becomes_the_node_that_was_quoted_before(self, tmp_path: Path) -> None:
        chain_papers.write(tmp_path, "luoyang.txt")
        before = build_corpus([tmp_path])
        assert PROVINCE not in {d.key for d in before.documents}
        assert {r.upstream.document for r in before.records if r.upstream} == {PROVINCE}
        chain_papers.write(tmp_path, "luoyang.txt", "province.txt")
        after = build_corpus([tmp_path])
        linked = {r.ordinal: r.upstream.key for r in after.records if r.upstream}
        assert linked == {
            "1": f"{PROVINCE}.正文.一.1",
            "2": f"{PROVINCE}.正文.一.2",
            "3": f"{PROVINCE}.正文.一.3",
            "4": f"{PROVINCE}.正文.一.5",
            "5": f"{PROVINCE}.正文.一.6",
        }
        differing = [i.values[:2] for i in after.issues if i.code == "quote-differs"]
        assert differing == [("55", "50")]


class TestTrace:
    def test_goes_through_all_levels(self) -> None:
        (root,) = trace(graph(), f"{PROVINCE}.正文.一.1").nodes
        assert [(q.value, q.deadline) for q in root.quantities] == [("10000000", "2026")]  # once, though 洛阳 quotes it
        below = {(c.level, c.relation) for c in root.down if c.kind == "item"}
        assert below == {("city", "quoted"), ("city", "aligned")}
        (city,) = [c for c in root.down if c.iri == iri("item", f"{LUOYANG}.附件.1")]
        assert [c.iri for c in city.down if c.kind == "item"] == [iri("item", f"{LUANCHUAN}.附件.1")]


def test_networkx_carries_the_chain() -> None:
    net = policykg.to_networkx(corpus())
    edge = (iri("item", f"{NANYANG}.正文.一.1"), iri("item", f"{PROVINCE}.正文.一.1"))
    kinds = {d["relation"] for d in net.get_edge_data(*edge).values()}
    assert kinds == {"derivesFrom"}
    assert net.has_edge(iri("item", f"{LUANCHUAN}.附件.1"), iri("item", f"{LUOYANG}.附件.1"))


class TestCandidates:
    """What is below the bar stands in ``review``; what a person decides there holds at the next build."""

    def test_decisions_on_pairs_overrule_the_measure(self, tmp_path: Path) -> None:
        papers, kg, file = chain_papers.write(tmp_path / "papers"), tmp_path / "kg", tmp_path / "decisions.csv"
        run = CliRunner()
        sure = [a for a in corpus().alignments if a.left == f"{NANYANG}.正文.一.1" and a.kind == "upper"]
        assert sure[0].derives
        wrong = ("same", f"item:{NANYANG}.正文.一.3", f"item:{PROVINCE}.正文.一.2", "冷链也管艾草")
        undone = ("not-same", f"item:{NANYANG}.正文.一.1", f"item:{PROVINCE}.正文.一.1", "另有来源")
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(("mention", "where", "decision", "value", "who", "when", "why"))
            for decision, one, two, why in (wrong, undone):
                writer.writerow((one, "", decision, two, "某科", "2024-06-01", why))
        done = run.invoke(main, ["build", str(papers), "-o", str(kg), "-q", "--curation", str(file)])
        assert done.exit_code == 0, done.stderr
        asked = "SELECT ?item { ?d pol:item ?item ; pol:upstreamItem ?upper ; pol:derivationKind code:aligned ; pol:rule ?rule }"
        rows = run.invoke(main, ["query", "-g", str(kg), asked, "--format", "csv"]).stdout
        assert iri("item", f"{NANYANG}.正文.一.3") in rows
        assert iri("item", f"{NANYANG}.正文.一.1") not in rows
        messages = run.invoke(
            main,
            ["query", "-g", str(kg), 'SELECT ?m { ?i pol:issueCode "curated" ; pol:message ?m }', "--format", "csv"],
        ).stdout
        assert "某科" in messages and "另有来源" in messages

    def test_candidates_of_the_sample_are_listed_and_can_be_decided(self, tmp_path: Path) -> None:
        kg, file = tmp_path / "kg", tmp_path / "decisions.csv"
        build_graph([SAMPLE], kg)
        run = CliRunner()
        assert run.invoke(main, ["review", "-g", str(kg), "-o", str(file)]).exit_code == 0
        rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
        pairs = [r for r in rows if r["kind"] == "candidate"]
        assert len(pairs) >= 30
        assert all(float(r["score"]) < 0.5 for r in pairs)
        assert [float(r["score"]) for r in pairs] == sorted((float(r["score"]) for r in pairs), reverse=True)
        chosen = pairs[0]
        for r in rows:
            r["decision"] = "same" if r is chosen else ""
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
        build_graph([SAMPLE], kg, curation=file)
        asked = f"ASK {{ <{iri('item', chosen['mention'][5:])}> pol:alignedWith <{iri('item', chosen['value'][5:])}> }}"
        assert run.invoke(main, ["query", "-g", str(kg), asked]).exit_code == 0
        again = run.invoke(main, ["review", "-g", str(kg)]).stdout
        left = {(r["mention"], r["value"]) for r in csv.DictReader(io.StringIO(again)) if r["kind"] == "candidate"}
        assert left == {(r["mention"], r["value"]) for r in pairs[1:]}

    @pytest.mark.parametrize(
        ("line", "told"),
        [
            ("item:没有.1,,same,item:也没有.2,,,\n", "item:没有.1"),
            (f"item:{LUOYANG}.附件.1,,same,item:{LUOYANG}.附件.1,,,\n", LUOYANG),
        ],
    )
    def test_a_pair_that_is_none_is_told(self, tmp_path: Path, line: str, told: str) -> None:
        papers, file = chain_papers.write(tmp_path / "papers", "luoyang.txt"), tmp_path / "d.csv"
        file.write_text("mention,where,decision,value,who,when,why\n" + line, encoding="utf-8")
        read = build_corpus([papers], None, file)
        (issue,) = [i for i in read.issues if i.code == "curation-unused"]
        assert told in issue.values[0] and issue.line == 2

    @pytest.mark.parametrize("line", ["item:甲.1,,drop,item:乙.2,,,\n", "item:甲.1,,same,市财政局,,,\n"])
    def test_a_malformed_pair_is_an_error(self, tmp_path: Path, line: str) -> None:
        papers, file = chain_papers.write(tmp_path / "papers", "luoyang.txt"), tmp_path / "d.csv"
        file.write_text("mention,where,decision,value,who,when,why\n" + line, encoding="utf-8")
        done = CliRunner().invoke(main, ["build", str(papers), "-o", str(tmp_path / "kg"), "--curation", str(file)])
        assert done.exit_code == 3 and "d.csv:2" in done.stderr


class TestTables:
    @pytest.mark.parametrize(("command", "tables"), [("coverage", 3), ("ladder", 2), ("drift", 3), ("copy-map", 2)])
    def test_a_csv_of_each_table_and_of_all(self, tmp_path: Path, command: str, tables: int) -> None:
        kg = tmp_path / "kg"
        build_graph([chain_papers.write(tmp_path / "papers")], kg)

        def ask(wanted: str) -> str:
            done = CliRunner().invoke(
                main, [command, "-g", str(kg), "--format", "csv", "--table", wanted, "--lang", "en"]
            )
            assert done.exit_code == 0, done.stderr
            assert f"{tables} " in done.stderr  # the tables are named beside the filters
            return done.stdout

        single = [list(csv.reader(io.StringIO(ask(str(n))))) for n in range(1, tables + 1)]
        assert all(len({len(r) for r in rows}) == 1 for rows in single)
        whole = list(csv.reader(io.StringIO(ask("all"))))
        assert [r for r in whole if r and not r[0].startswith("# ")] == [r for rows in single for r in rows]
        assert sum(len(r) == 1 and r[0].startswith("# ") for r in whole) == tables
        for wrong in ("0", "9", "x"):
            done = CliRunner().invoke(main, [command, "-g", str(kg), "--format", "csv", "--table", wrong])
            assert done.exit_code == 2
