"""Explanations: the quote in its context, the rule, the score. Spans are held against the texts themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.sample_corpus import CORPUS, GAZETTE_TEXT, PLAN, PLAN_TEXT

from policykg.analyse.explain import explain, explanation_json, explanation_lines
from policykg.errors import GraphError, QueryError
from policykg.rdf.quads import corpus_quads
from policykg.store import Graph, open_graph, publish

ROW = "聊政字-2023-12.附件1.5"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = tmp_path_factory.mktemp("explain") / "kg"
    texts = {s.sha256: t for s, t in CORPUS.texts}
    publish(folder, nquads=corpus_quads(CORPUS), records=[], texts=texts, report={}, meta={})
    return open_graph(folder)


def told(explanation) -> dict[str, str]:
    return {t.zh: t.value_zh for t in explanation.told}


@pytest.mark.parametrize("name", [
    f"assignment:{ROW}.2", f"https://w3id.org/policykg/assignment/{ROW}.2",
])  # fmt: skip
def test_assignment(small, name):
    (e,) = explain(small, name)
    assert (e.kind, e.quote, e.rule, e.score) == ("assignment", "市财政局", "column", 0.95)
    assert (e.path, e.sha256, e.document, e.line) == ("plan.txt", PLAN.sha256, "聊政字〔2023〕12号", 5)
    assert told(e) == {
        "机构": "聊城市财政局", "角色": "配合", "条目": f"item:{ROW}", "印刷形式": "市财政局",
    }  # fmt: skip
    assert PLAN_TEXT[e.start : e.end] == e.quote
    assert e.before == PLAN_TEXT[e.start - 60 : e.start]
    assert e.after == PLAN_TEXT[e.end : e.end + 60]
    assert len(e.before) == 60


def test_quote_that_runs_over_a_line(small):
    (e,) = explain(small, f"assignment:{ROW}.1")
    assert (e.quote, e.line) == ("市发展改\n革委", 4)
    assert any("⟦市发展改⏎革委⟧" in line for line in explanation_lines((e,)))


def test_quantity_and_derivation(small):
    (e,) = explain(small, f"quantity:{ROW}.1")
    assert e.quote == "充电桩保有量达到1.5万个"
    assert told(e) == {"指标": "充电桩保有量", "比较符": "不低于", "数值": "15000", "单位": "个", "时限": "2025"}
    (e,) = explain(small, f"derivation:{ROW}")
    assert (e.quote, e.rule, e.score) == ("建设充电设施。", "upstream-quoted", 1.0)


def test_context_ends_with_the_text(small):
    (e,) = explain(small, "appointment:聊城市人民政府公报-2019-2.任免.1", context=1000)
    assert e.before + e.quote + e.after == GAZETTE_TEXT
    assert (e.score, told(e)["职务"], told(e)["备注"]) == (None, "副局长", "试用期一年")


def test_item_comes_with_all_that_was_read_from_it(small):
    found = explain(small, ROW)
    assert found[0].kind == "item"
    assert found[0].quote.startswith("到2025年，全市充电桩保有量")
    assert [e.start for e in found[1:]] == sorted(e.start for e in found[1:])
    assert sorted(e.kind for e in found[1:]) == [
        "assignment", "assignment", "assignment", "attestation", "concern", "concern", "derivation", "quantity", "repair",
    ]  # fmt: skip


def test_misread_ordinal(small):
    found = {e.kind: e for e in explain(small, "聊政字-2023-12.附件1.5-2")}
    assert found["repair"].quote == "S"
    assert told(found["repair"])["修复为"] == "5"


def test_what_has_no_words_is_refused(small):
    with pytest.raises(QueryError, match="no such statement"):
        explain(small, "assignment:none")
    with pytest.raises(QueryError, match="rests on no words"):
        explain(small, "agency:371500.财政局")
    with pytest.raises(QueryError):
        explain(small, "")


def test_upper_item_that_nobody_read_shows_who_quotes_it(small):
    found = explain(small, "item:鲁政发-2022-17.5")
    assert {e.kind for e in found} == {"assignment", "derivation"}


def test_graph_without_texts_says_so():
    with pytest.raises(GraphError, match="no texts"):
        explain(Graph.of(corpus_quads(CORPUS)), ROW)


def test_forms(small):
    found = explain(small, f"assignment:{ROW}.2")
    (out,) = json.loads(explanation_json(found))
    assert (out["quote"], out["line"], out["rule"], out["score"]) == ("市财政局", 5, "column", 0.95)
    zh, en = list(explanation_lines(found)), list(explanation_lines(found, "en", ("[", "]")))
    assert "  角色：配合" in zh
    assert "  role: assist" in en
    assert any("⟦市财政局⟧" in line for line in zh)
    assert any("[市财政局]" in line for line in en)
    assert zh[-1] == "  规则：column  可信度：0.95"


def test_real_statement_stands_where_it_says(kg: Path, corpus: Path):
    """heze-2023-56.txt line 31: 市商务局 is the second of four lead bodies."""
    graph = open_graph(kg)
    found = [e for e in explain(graph, "菏政办字-2023-56.附件.9") if "菏泽市商务局" in told(e).values()]
    (e,) = found
    assert (e.line, e.quote, told(e)["角色"]) == (31, "市商务局", "牵头")
    text = (corpus / e.path).read_text(encoding="utf-8")
    assert text[e.start : e.end] == e.quote
    assert text.splitlines()[e.line - 1].rstrip().endswith("市发展改革委、市商务局、市科技局、市财政局牵头")
