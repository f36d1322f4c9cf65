"""A trace as JSON, as lines for a terminal, and as the mapping that the page of a trace is made from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from policykg.analyse.facts import Evidence, QuantityFact, RoleFact
from policykg.analyse.trace import Node, Trace

TEXT = 120
"""Texts longer than this (code points) are cut in lines; JSON and pages keep all."""

_WORDS: Mapping[str, tuple[str, str]] = {
    "leads": ("牵头", "lead"),
    "assists": ("配合", "assist"),
    "responsible": ("负责", "responsible"),
    "quoted": ("引用原文", "quotes it"),
    "cited": ("注明依据", "cites it"),
    "aligned": ("内容对应", "matches it"),
    "member": ("成员", "member"),
    "part_of": ("所含条目", "item"),
    "based_on": ("依据", "based on"),
    "concerns": ("涉及", "concerns it"),
    "target": ("目标", "target"),
    "funding": ("资金", "funding"),
    "deadline": ("时限", "deadline"),
    "due": ("期限", "due"),
    "places": ("涉及地区", "places"),
    "printed": ("印作“{0}”", "printed “{0}”"),
    "source": ("出处", "source"),
    "more": ("另有 {0} 条未列出，请用更长的词语", "{0} more are not shown; use a longer phrase"),
    "comma": ("、", ", "),
    "colon": ("：", ": "),
    "country": ("国家", "state"),
    "province": ("省", "province"),
    "city": ("市", "city"),
    "county": ("县", "county"),
    "township": ("乡镇", "township"),
}


def tree_json(trace: Trace) -> str:
    """Return a trace as JSON: start, more, and nodes with everything that is known of them."""
    out = {"start": trace.start, "more": trace.more, "nodes": [_object(n) for n in trace.nodes]}
    return json.dumps(out, ensure_ascii=False, indent=1) + "\n"


def _object(node: Node) -> dict[str, Any]:
    return {
        "kind": node.kind,
        "iri": node.iri,
        "label": node.label,
        "level": node.level,
        "document": node.document,
        "ordinal": node.ordinal,
        "text": node.text,
        "deadline": node.deadline,
        "relation": node.relation,
        "evidence": _evidence(node.evidence) if node.evidence else None,
        "roles": [
            {
                "role": r.role,
                "agency": r.body.label,
                "iri": r.body.iri,
                "kind": r.body.kind,
                "printed": r.printed,
                "members": [m.label for m in r.body.members],
                "evidence": _evidence(r.evidence),
            }
            for r in node.roles
        ],
        "quantities": [
            {
                "iri": q.iri,
                "kind": q.kind,
                "indicator": q.indicator,
                "comparator": q.comparator,
                "value": q.value,
                "value_max": q.value_max,
                "unit": q.unit,
                "deadline": q.deadline,
                "evidence": _evidence(q.evidence),
            }
            for q in node.quantities
        ],
        "places": list(node.places),
        "up": [_object(n) for n in node.up],
        "down": [_object(n) for n in node.down],
    }


def _evidence(e: Evidence) -> dict[str, Any]:
    return {
        "quote": e.quote,
        "path": e.path,
        "sha256": e.sha256,
        "start": e.start,
        "end": e.end,
        "rule": e.rule,
        "score": e.score,
    }


def tree_mapping(trace: Trace) -> dict[str, Any]:
    """Return the mapping that ``view.trace_page.trace_html`` shows; several trees hang on a card of the words asked for."""
    if len(trace.nodes) == 1:
        return _mapping(trace.nodes[0])
    return {"label": trace.start, "down": [_mapping(n) for n in trace.nodes]}


def _mapping(node: Node) -> dict[str, Any]:
    return {
        "kind": node.kind,
        "label": node.label,
        "iri": node.iri,
        "level": node.level,
        "text": node.text,
        "quote": node.evidence.quote if node.evidence else "",
        "deadline": node.deadline,
        "relation": {"part_of": "partOf", "member": "memberOf"}.get(node.relation, node.relation),
        "roles": [{"agency": r.body.label, "role": r.role, "printed": r.printed} for r in node.roles],
        "targets": [{"quote": q.evidence.quote, "deadline": q.deadline} for q in node.quantities],
        "up": [_mapping(n) for n in node.up],
        "down": [_mapping(n) for n in node.down],
    }


def tree_lines(trace: Trace, lang: str = "zh") -> Iterator[str]:
    """Yield a trace as lines for a terminal, in ``lang`` (zh or en): ↑ upper level, ↓ lower level, quotes and places."""
    say = _Say(lang)
    for n, node in enumerate(trace.nodes):
        if n:
            yield ""
        yield from _lines(node, "", "", say)
    if trace.more:
        yield ""
        yield say("more", trace.more)


class _Say:
    def __init__(self, lang: str) -> None:
        self.at = 0 if lang == "zh" else 1

    def __call__(self, key: str, *values: object) -> str:
        return _WORDS[key][self.at].format(*values) if key in _WORDS else key


def _lines(node: Node, indent: str, mark: str, say: _Say) -> Iterator[str]:
    level = f" [{say(node.level)}]" if node.level else ""
    relation = f"{say(node.relation)} " if node.relation else ""
    source = f"  ({_where(node.evidence)})" if node.evidence else ""
    yield f"{indent}{mark}{relation}{node.label}{level}{source}"
    inner = indent + " " * (len(mark) + 2)
    if node.text:
        yield inner + _cut(node.text)
    yield from (inner + line for line in _roles(node.roles, say))
    yield from (inner + _quantity(q, say) for q in node.quantities)
    if node.deadline:
        yield f"{inner}{say('deadline')}{say('colon')}{node.deadline}"
    if node.places:
        yield f"{inner}{say('places')}{say('colon')}{say('comma').join(node.places)}"
    for above in node.up:
        yield from _lines(above, inner, "↑ ", say)
    for below in node.down:
        yield from _lines(below, inner, "↓ ", say)


def _roles(roles: tuple[RoleFact, ...], say: _Say) -> Iterator[str]:
    named: dict[str, list[str]] = {}
    for r in roles:
        # 市财政局 for 聊城市财政局 is what papers print; anything else is worth showing
        odd = not r.body.label.endswith(r.printed) and r.body.kind != "group"
        named.setdefault(r.role, []).append(r.body.label + (f"（{say('printed', r.printed)}）" if odd else ""))
    for role, labels in named.items():
        yield f"{say(role)}{say('colon')}{say('comma').join(labels)}"


def _quantity(q: QuantityFact, say: _Say) -> str:
    due = f"（{say('due')} {q.deadline}）" if q.deadline else ""
    return f"{say(q.kind)}{say('colon')}“{_cut(q.evidence.quote)}”{due}  ({_where(q.evidence)})"


def _where(e: Evidence) -> str:
    return f"{e.path} {e.start}–{e.end}"


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= TEXT else flat[: TEXT - 1] + "…"
