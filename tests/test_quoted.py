"""Quoted upper-level items: one item whoever quotes it, the upper paper's own once that is read, wordings that differ."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from policykg.build import build_corpus
from policykg.link.quoted import by_key, identify
from policykg.model import Source
from policykg.rdf.quads import corpus_quads
from policykg.records import Corpus, Record, Upstream

ROOT = Path(__file__).parents[1]

# Rows 1, 2 and 5 of 附件1 of liaocheng-2023-12.txt quote these; row 2 prints 等相关 where this paper has 等有关.
PROVINCE = """鲁政字〔2023〕18号

山东省人民政府关于印发突破菏泽鲁西崛起三年行动计划（2023—2025年）的通知

各市人民政府，各县（市、区）人民政府，省政府各部门、各直属机构：
现将《突破菏泽鲁西崛起三年行动计划（2023—2025年）》印发给你们，请认真贯彻落实。
山东省人民政府
2023年1月30日

一、财税
1.积极做好对上争取,对国家和省安排的财政资金,积极向5市倾斜。（牵头单位：省财政厅）
2.加大省新旧动能转换基金、科技创新、人才建设等有关专项资金支持力度,推动传统产业加快升级和新兴产业培育壮大。（牵头单位：省财政厅）
3.结合省以下财政体制改革,进一步调整优化省直管县财政改革实施范围和方式,加大对5市财政困难县的财力支持。另行制定办法。（牵头单位：省财政厅）
"""


@cache
def corpus() -> Corpus:
    return build_corpus([ROOT / "data" / "corpus"])


def _row(document: str, n: int, text: str, **more: object) -> Record:
    source = Source(f"{document}.txt", document)
    upper = Upstream(f"省-1.附件.{n}", "省-1", str(n), text, 10 * n, 10 * n + len(text), ())
    key = f"{document}.附件.{n}"
    row = Record(
        key, "row", document, source, (), "附件", "", str(n), str(n), "", "本地任务", n, n + 4, "", upstream=upper
    )
    return replace(row, **more)  # type: ignore[arg-type]


class TestSampleCorpus:
    @pytest.mark.parametrize(
        ("paper", "rows"),
        [
            ("菏政办字-2023-56", 35),
            ("历城区贯彻落实省2023年稳中向好进中提质政策清单第一批任务分工表", 24),
            ("聊政字-2023-12", 91),
        ],
    )
    def test_every_row_that_quotes_is_linked_as_quoted(self, paper: str, rows: int) -> None:
        quoting = [r for r in corpus().records if r.document == paper and r.upstream is not None]
        assert len(quoting) == rows
        assert {r.kind for r in quoting} == {"row"}
        assert all(r.upstream and r.upstream.kind == "quoted" and r.upstream.text for r in quoting)
        assert len([r for r in corpus().records if r.document == paper and r.kind == "row"]) == rows

    def test_the_merged_cell_is_inherited_and_marked(self) -> None:
        """liaocheng-2023-12.txt, 附件1: the upper cell of row 4 (革命老区) spans two rows."""
        inherited = [r for r in corpus().records if r.upstream is not None and r.upstream.inherited]
        assert [r.key for r in inherited] == ["聊政字-2023-12.附件1.4-2"]
        (first,) = [r for r in corpus().records if r.key == "聊政字-2023-12.附件1.4"]
        assert first.upstream and inherited[0].upstream
        assert first.upstream.key == inherited[0].upstream.key == "鲁政字-2023-18.积极争取中央革命老区转移"

    def test_two_scans_of_annex_1_are_one_set_of_rows(self) -> None:
        rows = [r for r in corpus().records if r.document == "聊政字-2023-12" and r.part == "附件1"]
        assert len(rows) == 41
        assert {len(r.attested_by) for r in rows} == {1}
        assert {a.source.path for r in rows for a in r.attested_by} == {"liaocheng-2023-12-annex1.txt"}
        assert {d.key for d in corpus().documents if "2023" in d.key} == {
            "菏政办字-2023-56",
            "聊政字-2023-12",
            "历城区贯彻落实省2023年稳中向好进中提质政策清单第一批任务分工表",
        }

    def test_upper_items_are_counted_by_their_words(self) -> None:
        """90 of 鲁政字〔2023〕18号 (40 + 40 + 10, one of them in two rows), 35 and 24."""
        count = Counter(k.partition(".")[0] for k in by_key(corpus().records))
        assert sorted(count.values()) == [24, 35, 90]


class TestIdentify:
    def test_two_papers_that_quote_one_text_share_one_item(self) -> None:
        text = "支持符合条件的县（市、区）创建乡村振兴齐鲁样板示范区。"
        (a, b), issues = identify((_row("甲", 7, text), _row("乙", 3, text)))
        assert a.upstream and b.upstream
        assert a.upstream.key == b.upstream.key == "省-1.支持符合条件的县市区创建"
        assert issues == ()

    def test_a_difference_of_wording_is_listed_and_keeps_one_item(self) -> None:
        a = _row("甲", 1, "对国家和省安排的财政资金，积极向五市倾斜。")
        b = _row("乙", 1, "对国家和省安排的财政资金，积极向5市倾斜。")
        rows, issues = identify((b, a))
        assert {r.upstream.key for r in rows if r.upstream} == {"省-1.对国家和省安排的财政资金"}
        # 乙 sorts before 甲, so its wording stands and that of 甲 differs
        assert [(i.path, i.code, i.values[:2]) for i in issues] == [("甲.txt", "quote-differs", ("向5", "向五"))]

    def test_like_texts_of_one_paper_are_two_items(self) -> None:
        rows, _ = identify(
            (_row("甲", 1, "支持相关市创建国家区域医疗中心一"), _row("甲", 2, "支持相关市创建国家区域医疗中心二"))
        )
        assert [r.upstream.key for r in rows if r.upstream] == [
            "省-1.支持相关市创建国家区域医",
            "省-1.支持相关市创建国家区域医-2",
        ]

    def test_order_does_not_matter(self) -> None:
        rows = corpus().records
        keys = {r.key: r.upstream.key for r in identify(rows)[0] if r.upstream}
        assert keys == {r.key: r.upstream.key for r in identify(tuple(reversed(rows)))[0] if r.upstream}


class TestUpperPaperRead:
    @pytest.fixture
    def joined(self, tmp_path: Path) -> Corpus:
        shutil.copy(ROOT / "data" / "corpus" / "liaocheng-2023-12.txt", tmp_path)
        (tmp_path / "province.txt").write_text(PROVINCE, encoding="utf-8")
        return build_corpus([tmp_path])

    def test_the_quoted_item_is_the_items_own_node(self, joined: Corpus) -> None:
        assert "鲁政字-2023-18" in {d.key for d in joined.documents}
        upper = {r.key: r.text for r in joined.records if r.document == "鲁政字-2023-18" and r.kind == "task"}
        assert len(upper) == 3
        rows = {r.key: r for r in joined.records if r.part == "附件1"}
        for row, beginning in (("1", "积极做好对上争取"), ("2", "加大省新旧动能转换"), ("5", "结合省以下财政体制改革")):
            found = rows[f"聊政字-2023-12.附件1.{row}"].upstream
            assert found is not None
            assert upper[found.key].startswith(beginning)

    def test_other_wording_and_missing_items_are_told(self, joined: Corpus) -> None:
        differing = [i for i in joined.issues if i.code == "quote-differs"]
        assert [i.values[:2] for i in differing] == [("等有", "等相")]
        missing = [i for i in joined.issues if i.code == "quote-not-found"]
        assert len(missing) == 87  # 91 rows; 3 are found, and two share a merged cell

    def test_the_graph_describes_the_item_once(self, joined: Corpus) -> None:
        lines = tuple(corpus_quads(joined))
        (task,) = [r.key for r in joined.records if r.text.startswith("积极做好对上争取")]
        texts = [x for x in lines if f"/item/{task}> <https://w3id.org/policykg/ontology#text>" in x]
        assert len(texts) == 1
