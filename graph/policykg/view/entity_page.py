"""The page of one node, and the first page of a served graph: plain HTML that needs no script."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from policykg.analyse.entity import Entity, Named
from policykg.analyse.explain import Explanation
from policykg.rdf import iri as iris
from policykg.rdf.vocab import Ext
from policykg.view.site import Frame, page_html

WORDS: Mapping[str, tuple[str, str]] = {
    "home": ("政策知识图谱", "Policy knowledge graph"),
    "lead": (
        "谁牵头、谁配合、目标与时限，以及每条陈述的原文依据。",
        "Who leads, who assists, which targets by when, and the words behind every statement.",
    ),
    "other": ("English", "中文"),
    "data": ("数据", "Data"),
    "says": ("内容", "What it says"),
    "named": ("被引用", "What names it"),
    "evidence": ("原文依据", "The words behind it"),
    "more": ("另有 {0} 条", "{0} more"),
    "line": ("第 {0} 行", "line {0}"),
    "rule": ("规则", "rule"),
    "score": ("可信度", "score"),
    "papers": ("文件", "Papers"),
    "triples": ("共 {0} 条陈述", "{0} statements in all"),
    "sparql": ("SPARQL 查询", "SPARQL"),
    "ask": ("查询", "Ask"),
    "questions": ("常用问题", "Questions"),
    "ontology": ("本体说明", "Ontology"),
    "missing": ("没有这个对象", "No such thing"),
    "missing-text": ("图谱中没有 {0}。", "The graph does not have {0}."),
    "rows": ("{0} 行", "{0} rows"),
    "answer": ("查询结果", "Answer"),
    "iri": ("标识", "Identifier"),
    "colon": ("：", ": "),
    "graph": ("一个命名图", "A named graph"),
}

# Names of terms of other vocabularies, which the graph does not label.
TERMS: Mapping[str, tuple[str, str]] = {
    Ext.ELI_ID_LOCAL: ("发文字号", "number"),
    Ext.ELI_TITLE: ("标题", "title"),
    Ext.ELI_DATE_DOCUMENT: ("成文日期", "date of the paper"),
    Ext.ELI_PASSED_BY: ("发文机关", "issued by"),
    Ext.ELI_JURISDICTION: ("辖区", "jurisdiction"),
    Ext.ELI_IS_PART_OF: ("所属文件", "part of"),
    Ext.ELI_BASED_ON: ("依据", "based on"),
    Ext.ELI_CITES: ("引用", "cites"),
    Ext.ELI_CHANGES: ("修改或废止", "changes"),
    Ext.ORG_MEMBER: ("人员", "member"),
    Ext.ORG_ORGANIZATION: ("任职单位", "body"),
    Ext.ORG_HAS_MEMBER: ("成员", "has member"),
    Ext.ORG_SUB_ORGANIZATION_OF: ("上级机构", "part of the body"),
    Ext.PREF_LABEL: ("名称", "name"),
    Ext.ALT_LABEL: ("别名", "other name"),
    Ext.IN_SCHEME: ("所属代码表", "in the code list"),
    Ext.IDENTIFIER: ("代码", "identifier"),
    Ext.FORMAT: ("格式", "format"),
    Ext.NIF_BEGIN_INDEX: ("起始位置", "begins at"),
    Ext.NIF_END_INDEX: ("结束位置", "ends at"),
    Ext.NIF_ANCHOR_OF: ("原文", "words"),
}


def entity_html(
    entity: Entity, frame: Frame, href: Callable[[str], str], alternates: Sequence[tuple[str, str]], base: str
) -> str:
    """Return the page of a node; ``href`` gives the address of an IRI, ``alternates`` are (name, address) of its data."""
    lang = frame.lang

    def name(named: Named) -> str:
        if named.iri in TERMS:
            return TERMS[named.iri][0 if lang == "zh" else 1]
        return named.zh if lang == "zh" else named.en

    return page_html(
        "entity.html",
        frame,
        words=WORDS,
        title=name(entity.name),
        entity=entity,
        name=name,
        href=href,
        alternates=alternates,
        short=lambda node: iris.short(node, base),
        told=lambda e: _told(e, lang),
    )


def _told(e: Explanation, lang: str) -> list[tuple[str, str]]:
    return [(t.zh, t.value_zh) if lang == "zh" else (t.en, t.value_en) for t in e.told]
