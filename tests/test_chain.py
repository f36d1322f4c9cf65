"""Coverage, ladder, drift and copy map of the five papers, against the papers' own lines and against SPARQL."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from policykg.analyse.copymap import compare, copy_map, copy_report, pieces
from policykg.analyse.coverage import STATES, coverage, coverage_report
from policykg.analyse.drift import drift, drift_report, quarter, workload
from policykg.analyse.ladder import compare as judge
from policykg.analyse.ladder import ladder, ladder_report
from policykg.analyse.queries import run_query
from policykg.analyse.tables import squeezed
from policykg.build import build_corpus, build_graph
from policykg.cli import main
from policykg.errors import QueryError
from policykg.model import Quantity
from policykg.rdf.iri import iri
from policykg.rdf.quads import corpus_quads
from policykg.records import Corpus
from policykg.store import Graph
from policykg.view.report_page import copy_sides, ladder_bars, report_html

CORPUS = Path(__file__).parents[1] / "data" / "corpus"
LICHENG = "历城区贯彻落实省2023年稳中向好进中提质政策清单第一批任务分工表"


@cache
def corpus() -> Corpus:
    return build_corpus([CORPUS])


@cache
def graph() -> Graph:
    return Graph.of(corpus_quads(corpus()))


def _quantity(
    value: float, unit: str = "个", comparator: str = "=", deadline: str | None = None, **more: object
) -> Quantity:
    made = Quantity(
        "target",
        "text",
        "x",
        comparator,
        value,
        None,
        unit,
        deadline,
        None,
        None,
        "level",
        "",
        0,
        1,  # type: ignore[arg-type]
    )
    return replace(made, **more)  # type: ignore[arg-type]


class TestCoverage:
    def test_totals_are_those_of_the_papers(self) -> None:
        """Heze gives its 35 rows to bodies and adds no text; Licheng and Liaocheng write 24 and 90 (one of them in two rows)."""
        totals = coverage(corpus()).totals()
        assert (totals["371700"]["lead-only"], totals["371700"]["quoted"]) == (35, 0)
        assert (totals["370112"]["quoted"], totals["370112"]["lead-only"]) == (24, 0)
        assert (totals["371500"]["quoted"], totals["371500"]["lead-only"]) == (90, 0)

    def test_states_of_a_place_add_up_to_the_items(self) -> None:
        found = coverage(corpus())
        assert len(found.lines) == 149
        assert all(sum(states.values()) == 149 for states in found.totals().values())

    def test_a_city_takes_up_nothing_of_a_paper_it_is_not_based_on(self) -> None:
        """heze-2023-56.txt names neither 聊城 nor 鲁政字〔2023〕18号; liaocheng-2023-12.txt not the plan for 县域经济.

        That 二（四）4 of Liaocheng (5G, 千兆光网) is like row 11 of Heze says nothing about what it carries out.
        """
        found = coverage(corpus())
        states = {
            (line.document, name): {x.cells[n].state for x in found.lines if x.document == line.document}
            for line in found.lines
            for n, (_, name) in enumerate(found.places)
        }
        assert states["鲁政字-2023-18", "菏泽市"] == {"unbound"}
        others = [s for (paper, name), s in states.items() if name == "聊城市" and paper != "鲁政字-2023-18"]
        assert others and all(s == {"unbound"} for s in others)

    def test_a_paper_that_is_based_on_another_but_lacks_an_item_has_no_local_task(self) -> None:
        rows = tuple(r for r in corpus().records if r.key != "菏政办字-2023-56.附件.35")
        sister = "聊政字-2023-12.附件1.31"  # the same matter, so its row is known from nobody else
        aligned = tuple(a for a in corpus().alignments if sister not in (a.left, a.right))
        kept = next(r for r in corpus().records if r.key == "菏政办字-2023-56.附件.35")
        moved = replace(kept, key=f"{LICHENG}.附件1.99", document=LICHENG)
        found = coverage(replace(corpus(), records=(*rows, moved), alignments=aligned), "县域经济")
        line = next(x for x in found.lines if x.text.startswith("优化环境容量配置"))
        states = {name: cell.state for (_, name), cell in zip(found.places, line.cells, strict=True)}
        assert states["菏泽市"] == "none"

    def test_local_inventions_are_tasks_that_answer_to_no_upper_item(self) -> None:
        """liaocheng-2023-12.txt 二（八）4 (全国文明城市), 二（七）1 (营商环境) and 二（四）4 (5G) have no row in the annexes."""
        found = {i.key for i in coverage(corpus(), "鲁政字〔2023〕18号").inventions}
        assert {f"聊政字-2023-12.正文.二.{n}" for n in ("八.4", "七.1", "四.4")} <= found
        assert "聊政字-2023-12.正文.二.一.2" not in found  # 大学科技园: annex 2, row 38
        assert not any(".附件" in key for key in found)

    def test_unknown_paper_is_told_with_those_known(self) -> None:
        with pytest.raises(QueryError, match="鲁政字-2023-18"):
            coverage(corpus(), "国发〔1999〕1号")

    def test_sparql_gives_the_same_states(self) -> None:
        found = coverage(corpus())
        names = [name for _, name in found.places]
        mine = {
            (names[n], cell.state, iri("item", line.key), len(cell.items))
            for line in found.lines
            for n, cell in enumerate(line.cells)
            if cell.items
        }
        rows = run_query(graph(), "coverage-states")
        assert {(str(r["placeName"]), str(r["state"]), str(r["upper"]), int(str(r["items"]))) for r in rows} == mine


class TestLadder:
    def test_public_posts_of_licheng(self) -> None:
        """licheng-2023-policy-list.txt row 20: 力争2023年新创设城乡公益性岗位60万个; 2023年计划新开发城乡公益性岗位1918个."""
        above, below = ladder(corpus(), "公益性岗位").rungs
        assert (above.level, above.name, above.quantity and above.quantity.value) == ("province", "山东省", 600_000)
        assert (below.level, below.name, below.quantity and below.quantity.value) == ("county", "历城区", 1918)
        assert below.verdict == "part"
        assert below.ratio == pytest.approx(1918 / 600_000)

    def test_sums_say_how_many_places_are_missing(self) -> None:
        """heze-2023-56.txt row 3 counts 136个县（市、区） in Shandong."""
        (total,) = ladder(corpus(), "公益性岗位").sums
        assert (total.total, total.stated, total.places) == (1918, 1, 136)

    def test_care_homes_of_liaocheng_have_a_date_the_province_has_not(self) -> None:
        """liaocheng-2023-12.txt, annex 2 row 35: the province 每个县（市、区）建设1—2处, the city 到2023年 … 1—2处."""
        above, below = ladder(corpus(), "大型医养").rungs
        assert (above.quantity and above.quantity.deadline, below.quantity and below.quantity.deadline) == (
            None,
            "2023",
        )
        assert below.verdict == "tightened"

    def test_a_row_that_repeats_the_province_keeps_its_value_and_adds_nothing_to_sums(self) -> None:
        """heze-2023-56.txt row 30: 基本养老保险参保率达96%, 城镇新增就业110万人以上 are the province's words, given to bodies of Heze."""
        above, below = ladder(corpus(), "基本养老保险参保率").rungs
        assert (above.level, above.quantity and above.quantity.value) == ("province", 96)
        assert (below.name, below.quantity and below.quantity.value, below.verdict) == ("菏泽市", 96, "kept")
        jobs = ladder(corpus(), "城镇新增就业")
        assert [r.verdict for r in jobs.rungs] == ["", "kept"] and jobs.sums == ()

    @pytest.mark.parametrize(
        ("above", "below", "verdict"),
        [
            (_quantity(85, "%", ">="), _quantity(90, "%", ">="), "raised"),
            (_quantity(85, "%", ">="), _quantity(80, "%", ">="), "lowered"),
            (_quantity(5, "%", "<="), _quantity(4, "%", "<="), "tightened"),
            (_quantity(5, "%", "<="), _quantity(6, "%", "<="), "loosened"),
            (_quantity(10), _quantity(10), "kept"),
            (_quantity(10, deadline="2025"), _quantity(10, deadline="2024"), "tightened"),
            (_quantity(10, deadline="2025"), _quantity(10, deadline="2025-12-31"), "kept"),
            (_quantity(10, deadline="2024"), _quantity(10, deadline="2025"), "loosened"),
            (_quantity(10, comparator="~"), _quantity(10, comparator=">="), "tightened"),
            (_quantity(100), _quantity(3), "part"),
            (_quantity(3), _quantity(5), "raised"),
            (_quantity(60, "个工作日", "<="), _quantity(45, "个工作日", "<="), "tightened"),
            (_quantity(60, "个工作日", "<="), _quantity(70, "个工作日", "<="), "loosened"),
            (_quantity(30, "微克/立方米", "<="), _quantity(28, "微克/立方米", "="), "tightened"),
            (_quantity(500, "元", "<="), _quantity(300, "元", "<="), "tightened"),
            (_quantity(4.6, indicator="每千人口托位数"), _quantity(4.2, indicator="每千人口托位数"), "lowered"),
            (_quantity(20, "天"), _quantity(15, "天"), "lowered"),
            (_quantity(10, deadline="2025"), _quantity(10, deadline_inherited="2025-12-31"), "kept"),
            (_quantity(10, deadline="2025"), _quantity(10, deadline_inherited="2025-06-30"), "tightened"),
        ],
    )
    def test_verdicts(self, above: Quantity, below: Quantity, verdict: str) -> None:
        assert judge(above, below) == verdict

    def test_unknown_indicator(self) -> None:
        with pytest.raises(QueryError):
            ladder(corpus(), "航天员人数")

    def test_sparql_gives_the_same_values(self) -> None:
        for word in ("公益性岗位", "医养", "雁阵形", "报销比例"):
            mine = Counter(r.quantity.value for r in ladder(corpus(), word).rungs if r.quantity is not None)
            rows = run_query(graph(), "target-ladder", {"word": word})
            found = Counter(float(str(v)) for v in rows.column("value"))
            assert set(found) == set(mine), word


class TestDrift:
    def test_lines_that_heze_lost(self) -> None:
        """heze-2023-56.txt: row 18 is led by 省发展改革委, the city names no such body.

        Row 17 (省水利厅) goes to 市水务局, rows 11 and 35 (省能源局) to 市发展改革委: 水务 is part of 水利, 能源 of 发展改革.
        """
        lost = [
            (c.item[-2:], c.function) for c in drift(corpus(), "菏政办字-2023-56").changes if c.finding == "dropped"
        ]
        assert lost == [("18", "发展改革")]

    def test_row_4_of_heze_names_nobody_as_lead(self) -> None:
        """heze-2023-56.txt row 4: the province 省政府办公厅、省发展改革委、省财政厅牵头, the city a list without 牵头."""
        row = [c for c in drift(corpus(), "菏政办字-2023-56").changes if c.item.endswith("附件.4")]
        assert "no-lead" in {c.finding for c in row}
        assert [c.function for c in row if c.finding == "lead-to-responsible"] == ["政府综合办公", "发展改革", "财政"]

    def test_licheng_gives_trade_to_industry(self) -> None:
        """licheng-2023-policy-list.txt row 10: 省商务厅; 区工业和信息化局."""
        row = {(c.finding, c.function) for c in drift(corpus()).changes if c.item == f"{LICHENG}.附件1.10"}
        assert row == {("dropped", "商务"), ("added", "工业和信息化")}

    def test_rows_that_cannot_be_compared_are_counted(self) -> None:
        found = drift(corpus())
        assert (found.compared, found.silent) == (35 + 24, 91)  # the annexes of Liaocheng name no provincial body

    def test_sparql_gives_the_same_lost_lines(self) -> None:
        rows = {(str(r["item"]), str(r["upperBody"])) for r in run_query(graph(), "lines-not-kept")}
        mine = {
            (iri("item", c.item), c.above[0])
            for c in drift(corpus(), "菏政办字-2023-56").changes
            if c.finding == "dropped"
        }
        assert rows == mine

    def test_workload_counts_what_the_papers_say(self) -> None:
        """菏泽市财政局: rows of heze-2023-56.txt whose city column names 市财政局 in front of 牵头."""
        loads = [x for x in workload(corpus(), "菏政办字-2023-56") if x.body == "371700.财政局"]
        leads = sum(
            any(a.agency.key == "371700.财政局" and a.role == "leads" for a in r.roles)
            for r in corpus().records
            if r.document == "菏政办字-2023-56"
        )
        assert sum(x.leads for x in loads) >= leads > 5

    @pytest.mark.parametrize(("date", "name"), [("2023-03-31", "2023Q1"), ("2025", "2025Q4"), ("长期", ""), ("", "")])
    def test_quarter(self, date: str, name: str) -> None:
        assert quarter(date) == name


class TestCopyMap:
    def test_heze_copies_and_the_others_do_not(self) -> None:
        assert copy_map(corpus(), "菏政办字-2023-56").totals() == {"verbatim": 35, "adapted": 0, "new": 0, "empty": 0}
        assert copy_map(corpus(), "聊政字〔2023〕12号").totals()["verbatim"] == 0
        assert len(copy_map(corpus()).copies) == 150

    def test_numbers_that_differ(self) -> None:
        """licheng-2023-policy-list.txt row 21: 70% above, 60% (and 80% that the province does not ask) below; 85% in both."""
        row = next(c for c in copy_map(corpus()).copies if c.item == f"{LICHENG}.附件1.21")
        assert (row.state, row.above_only, row.below_only) == ("adapted", ("70%",), ("80%", "60%"))

    def test_states(self) -> None:
        upper = "支持聊城市创建全域推进海绵城市国家试点。"
        assert compare("a", "b", upper, upper).state == "verbatim"
        assert (
            compare("a", "b", "做好经费保障，系统化全域推进海绵城市建设，创建全域推进海绵城市国家试点。", upper).state
            == "adapted"
        )
        assert compare("a", "b", "相关政策已执行。", upper).state == "new"

    def test_pieces_spell_both_texts(self) -> None:
        for copy in copy_map(corpus()).copies:
            runs = pieces(copy)
            assert "".join(p.text for p in runs if p.tag != "below") == squeezed(copy.upper_text)
            assert "".join(p.text for p in runs if p.tag != "above") == squeezed(copy.text)

    def test_sparql_counts_the_same_copies(self) -> None:
        rows = {str(r["document"]): (r["quoting"], r["copied"]) for r in run_query(graph(), "copied-verbatim")}
        papers = {r.document for r in corpus().records if r.upstream}
        assert rows == {
            iri("doc", paper): (
                len(copy_map(corpus(), paper).copies),
                sum(squeezed(c.text) == squeezed(c.upper_text) for c in copy_map(corpus(), paper).copies),
            )
            for paper in papers
        }


class TestPages:
    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_pages_hold_filters_and_nothing_foreign(self, lang: str) -> None:
        found, copies = ladder(corpus(), "养老"), copy_map(corpus(), LICHENG)
        pages = [
            report_html(coverage_report(coverage(corpus()), lang), lang),
            report_html(ladder_report(found, lang), lang, bars=ladder_bars(found, lang)),
            report_html(drift_report(drift(corpus()), workload(corpus()), 10, lang), lang),
            report_html(copy_report(copies, lang), lang, sides=copy_sides(copies, lang), hide_first=True),
        ]
        for page in pages:
            assert "http://" not in page and "https://" not in page and "<script" not in page
            assert ("筛选条件" if lang == "zh" else "Filters") in page

    def test_markup_of_a_paper_stays_text(self) -> None:
        evil = replace(corpus(), records=tuple(replace(r, text=f"<b>{r.text}") for r in corpus().records if r.upstream))
        copies = copy_map(evil)
        assert "<b>配合" not in report_html(copy_report(copies), sides=copy_sides(copies))

    def test_totals_have_a_row_for_each_state(self) -> None:
        totals = coverage_report(coverage(corpus()), "en").sheets[1]
        assert len(totals.rows) == len(STATES) + 2


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("chain") / "kg"
    build_graph([CORPUS], out)
    return out


class TestCommands:
    @pytest.mark.parametrize("command", [["coverage"], ["ladder", "养老"], ["drift"], ["copy-map"]])
    def test_every_form(self, folder: Path, command: list[str], tmp_path: Path) -> None:
        runner = CliRunner()
        table = runner.invoke(main, [*command, "-g", str(folder), "--lang", "zh"])
        assert table.exit_code == 0
        assert "：" in table.stdout.splitlines()[1]  # the filters, right below the title
        comma = runner.invoke(main, [*command, "-g", str(folder), "--lang", "zh", "--format", "csv", "--quiet"])
        rows = list(csv.reader(io.StringIO(comma.stdout)))
        assert len(rows) > 3 and len({len(r) for r in rows}) == 1
        assert "：" in comma.stderr  # the filters go with it
        for form in ("html", "xlsx"):
            out = tmp_path / f"out.{form}"
            done = runner.invoke(main, [*command, "-g", str(folder), "--format", form, "-o", str(out)])
            assert done.exit_code == 0 and out.stat().st_size > 2000
        assert "xl/workbook.xml" in zipfile.ZipFile(tmp_path / "out.xlsx").namelist()

    def test_nothing_known_is_an_error_in_one_line(self, folder: Path) -> None:
        done = CliRunner().invoke(main, ["coverage", "-g", str(folder), "国发〔1999〕1号"])
        assert done.exit_code == 1
        assert len(done.stderr.splitlines()) == 1
