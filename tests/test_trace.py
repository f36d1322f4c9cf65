"""Traces: up to the upper level, down to the counties, and what a name or a phrase may mean.

The real expectations are read in data/corpus; each names its line.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.sample_corpus import CORPUS, MARKUP_TEXT, PLAN_TEXT, ROW_TEXT, UPPER_TEXT

from policykg.analyse.trace import Node, trace
from policykg.analyse.trace_text import tree_json, tree_lines, tree_mapping
from policykg.errors import QueryError
from policykg.rdf.quads import corpus_quads
from policykg.store import Graph, open_graph
from policykg.view.trace_page import trace_html


@pytest.fixture(scope="module")
def small() -> Graph:
    return Graph.of(corpus_quads(CORPUS))


@pytest.fixture(scope="module")
def real(kg: Path) -> Graph:
    return open_graph(kg)


def roles(node: Node) -> list[tuple[str, str]]:
    return [(r.role, r.body.label) for r in node.roles]


# --- the sample corpus --------------------------------------------------------------------------


@pytest.mark.parametrize("start", [
    "聊政字-2023-12.附件1.5",
    "item:聊政字-2023-12.附件1.5",
    "https://w3id.org/policykg/item/聊政字-2023-12.附件1.5",
])  # fmt: skip
def test_item_by_key_name_and_iri(small, start):
    (node,) = trace(small, start).nodes
    assert (node.kind, node.level, node.text, node.deadline) == ("item", "city", ROW_TEXT, "2025-12-31")
    assert node.label == "聊政字〔2023〕12号 附件1.5"
    assert roles(node) == [
        ("leads", "聊城市发展改革委"), ("assists", "聊城市财政局"), ("responsible", "聊城市各县（市、区）人民政府"),
    ]  # fmt: skip
    assert [(q.kind, q.indicator, q.comparator, q.value, q.unit, q.deadline) for q in node.quantities] == [
        ("target", "充电桩保有量", ">=", "15000", "个", "2025")
    ]
    assert node.quantities[0].evidence.quote == "充电桩保有量达到1.5万个"
    assert node.places == ("聊城市",)


def test_up_are_the_upper_item_and_its_bodies(small):
    (node,) = trace(small, "聊政字-2023-12.附件1.5").nodes
    (upper,) = node.up
    assert (upper.text, upper.relation, upper.level, upper.ordinal) == (UPPER_TEXT, "quoted", "province", "5")
    assert roles(upper) == [("leads", "山东省发展改革委"), ("assists", "山东省财政厅")]
    assert upper.evidence.quote == UPPER_TEXT
    assert upper.up == upper.down == ()


def test_down_are_counties_through_their_group(small):
    (node,) = trace(small, "聊政字-2023-12.附件1.5").nodes
    assert [(n.kind, n.label, n.level, n.relation) for n in node.down] == [
        ("agency", "东昌府区人民政府", "county", "responsible")
    ]
    assert node.down[0].evidence.quote == "各县（市、区）人民政府"


def test_evidence_is_the_place_in_the_source(small):
    (node,) = trace(small, "聊政字-2023-12.附件1.5").nodes
    texts = {s.sha256: t for s, t in CORPUS.texts}
    spans = [
        node.evidence,
        *(r.evidence for r in node.roles),
        *(q.evidence for q in node.quantities),
        node.up[0].evidence,
    ]
    for e in spans:
        assert texts[e.sha256][e.start : e.end] == e.quote
    assert node.roles[0].evidence.quote == "市发展改\n革委"
    assert node.roles[0].printed == "市发展改革委"


def test_upper_item_has_its_rows_below(small):
    (node,) = trace(small, "鲁政发-2022-17.5").nodes
    assert [n.text for n in node.down] == [ROW_TEXT, MARKUP_TEXT]
    assert [n.relation for n in node.down] == ["quoted", "quoted"]
    assert [n.label for n in node.down[0].down] == ["东昌府区人民政府"]


def test_body_by_label_and_by_short_name(small):
    for start in ("聊城市财政局", "市财政局", "agency:371500.财政局"):
        (node,) = trace(small, start).nodes
        assert (node.kind, node.label, node.level) == ("agency", "聊城市财政局", "city")
        assert [(n.text, n.relation) for n in node.down] == [(ROW_TEXT, "assists")]
        assert [n.text for n in node.up] == [UPPER_TEXT]
        assert node.down[0].evidence.quote == "市财政局"


def test_county_has_the_tasks_of_its_group(small):
    (node,) = trace(small, "东昌府区人民政府").nodes
    assert [(n.text, n.relation) for n in node.down] == [(ROW_TEXT, "responsible")]


def test_upper_level_body_reaches_the_city(small):
    (node,) = trace(small, "山东省财政厅").nodes
    assert [(n.text, n.relation) for n in node.down] == [(UPPER_TEXT, "assists")]
    assert [n.text for n in node.down[0].down] == [ROW_TEXT, MARKUP_TEXT]


def test_paper_by_number_with_any_brackets(small):
    for start in ("聊政字〔2023〕12号", "聊政字[2023]12号", "聊政字（2023）12号", "doc:聊政字-2023-12"):
        (node,) = trace(small, start).nodes
        assert (node.kind, node.label, node.level) == ("document", "聊政字〔2023〕12号", "city")
        assert [n.text for n in node.down] == [ROW_TEXT, MARKUP_TEXT]
        assert [(n.label, n.relation) for n in node.up] == [("鲁政发〔2022〕17号", "based_on")]


def test_project_and_place(small):
    (node,) = trace(small, "聊城机场").nodes
    assert (node.kind, [n.text for n in node.down]) == ("project", [ROW_TEXT])
    (node,) = trace(small, "东昌府区").nodes
    assert (node.kind, [n.text for n in node.down]) == ("place", ["市长乙某到东昌府区调研。"])


def test_phrase_traces_every_item_that_holds_it_but_not_what_they_take_up(small):
    found = trace(small, "充电")
    assert [n.text for n in found.nodes] == [ROW_TEXT]  # 建设充电设施 stands above it
    assert trace(small, "2025 年，全市").nodes[0].text == ROW_TEXT  # white space does not matter
    assert (found.more, trace(small, "设施").nodes[0].text) == (0, UPPER_TEXT)


def test_a_projects_name_is_a_phrase_too(real):
    """附件3 row 3 and section 四 of the plan speak of 聊城机场 before it is a project; the gazette names it as one."""
    found = trace(real, "聊城机场")
    assert found.nodes[0].kind == "project"
    assert [n.label.split()[-1] for n in found.nodes[1:] if n.document == "聊政字〔2023〕12号"] == [
        "正文.二.四.1",
        "附件3.3",
    ]
    assert len({n.iri for n in found.nodes}) == len(found.nodes)


def test_phrase_is_cut_at_the_limit(small):
    everything = trace(small, "。")
    cut = trace(small, "。", limit=1)
    assert (len(cut.nodes), cut.more) == (1, len(everything.nodes) - 1)
    assert cut.more > 0
    assert "另有 2 条" in list(tree_lines(cut))[-1]


def test_phrase_is_no_pattern(small):
    assert trace(small, ".*").nodes == ()
    assert trace(small, '"粗体"</b>内容').nodes[0].text == MARKUP_TEXT


def test_nothing_found_is_empty_and_nothing_asked_an_error(small):
    assert trace(small, "没有这个词").nodes == ()
    assert list(tree_lines(trace(small, "没有这个词"))) == []
    with pytest.raises(QueryError):
        trace(small, " ")


def test_forms(small):
    found = trace(small, "聊政字-2023-12.附件1.5")
    tree = json.loads(tree_json(found))
    assert tree["nodes"][0]["up"][0]["text"] == UPPER_TEXT
    assert tree["nodes"][0]["roles"][2]["members"] == ["东昌府区人民政府"]
    lines = list(tree_lines(found))
    assert lines[0].startswith("聊政字〔2023〕12号 附件1.5 [市]")
    assert "  牵头：聊城市发展改革委" in lines
    start = PLAN_TEXT.index("充电桩保有量")
    assert f"  目标：“充电桩保有量达到1.5万个”（期限 2025）  (plan.txt {start}–{start + 13})" in lines
    assert any(line.startswith("  ↑ 引用原文 鲁政发〔2022〕17号 5 [省]") for line in lines)
    assert any(line.startswith("  ↓ 负责 东昌府区人民政府 [县]") for line in lines)
    assert any("lead: 聊城市发展改革委" in line for line in tree_lines(found, "en"))


def test_page_shows_the_tree(small):
    html = trace_html(tree_mapping(trace(small, "聊政字-2023-12.附件1.5")))
    for words in (UPPER_TEXT, "东昌府区人民政府", "山东省发展改革委", "充电桩保有量达到1.5万个"):
        assert words in html
    assert "&lt;b&gt;" in trace_html(tree_mapping(trace(small, "。")))


# --- the five papers ----------------------------------------------------------------------------


def test_row_of_heze_from_province_to_city(real):
    """heze-2023-56.txt line 31: 提升园区发展能级, whose ordinal 9 is misprinted as 6."""
    (node,) = trace(real, "菏政办字-2023-56.附件.9").nodes
    assert node.text.startswith("提升园区发展能级。")
    assert roles(node) == [("leads", f"菏泽市{x}") for x in ("发展改革委", "商务局", "科技局", "财政局")]
    (upper,) = node.up
    assert upper.level == "province"
    assert roles(upper) == [("leads", f"山东省{x}") for x in ("发展改革委", "商务厅", "科技厅", "财政厅")]


def test_acrobatics_of_liaocheng_reach_one_county(real):
    """liaocheng-2023-12.txt: 附件2, row 5, 支持聊城市打造杂技传承演绎发展基地."""
    (node,) = trace(real, "杂技艺术节").nodes
    assert [u.text for u in node.up] == ["支持聊城市打造杂技传承演绎发展基地。"]
    assert [u.level for u in node.up] == ["province"]
    assert [(n.label, n.relation) for n in node.down] == [("东阿县人民政府", "responsible")]
    assert roles(node) == [
        ("responsible", x) for x in ("聊城市文化和旅游局", "聊城市财政局", "聊城市自然资源和规划局", "东阿县人民政府")
    ]


def test_one_upper_item_split_into_two_rows(real):
    """liaocheng-2023-12.txt: 附件1, two rows under the merged cell of item 4 (革命老区)."""
    (node,) = trace(real, "鲁政字-2023-18.积极争取中央革命老区转移").nodes
    assert [n.text for n in node.down] == [
        "争取县级基本财力奖补机制、革命老区、重点生态功能区等转移支付资金逐步增长。",
        "积极争取中央革命老区转移支付政策补助支持。",
    ]


def test_short_name_of_two_cities_is_refused_with_both(real):
    with pytest.raises(QueryError) as caught:
        trace(real, "市财政局")
    assert "聊城市财政局 (agency:371500.财政局)" in str(caught.value)
    assert "菏泽市财政局 (agency:371700.财政局)" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_tasks_of_a_paper_stand_in_its_order(real):
    (node,) = trace(real, "聊政字〔2023〕12号").nodes
    tops = [n.label.split()[1] for n in node.down if n.label.split()[1].startswith("正文.二")]
    assert tops[:4] == ["正文.二.一.1", "正文.二.一.2", "正文.二.一.3", "正文.二.二.1"]
    assert len(tops) == 31  # the narrative tasks of section two
