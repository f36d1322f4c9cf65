"""Statements about items that charge the same matter in other words; they stand in the graph of links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from policykg.rdf import nquads
from policykg.rdf.context import TYPE, Context, Evidence, Node, concept
from policykg.rdf.nquads import Triple
from policykg.rdf.vocab import Code, Pol, code
from policykg.records import Alignment, Record


def alignment_triples(found: Iterable[Alignment], ctx: Context) -> Iterator[Triple]:
    """Yield the pairs that reach the bar: a derivation where one surely takes up an item of a paper above, else an alignment.

    The evidence is the whole left item; ``pol:matched`` are the runs both have. Candidates stay out of the graph.
    """
    count: Counter[str] = Counter()
    for pair in sorted((a for a in found if a.accepted), key=lambda a: (a.left, a.right)):
        record = ctx.records.get(pair.left)
        if record is None or pair.right not in ctx.records:
            continue
        count[pair.left] += 1
        key = f"{pair.left}.aligned.{count[pair.left]}"
        yield from _derivation(key, pair, record, ctx) if pair.derives else _alignment(key, pair, record, ctx)


def _derivation(key: str, pair: Alignment, record: Record, ctx: Context) -> Iterator[Triple]:
    lower, upper, node = ctx.node("item", pair.left), ctx.node("item", pair.right), ctx.node("derivation", key)
    yield lower, nquads.ref(Pol.DERIVES_FROM), upper
    yield node, TYPE, nquads.ref(Pol.DERIVATION)
    yield node, nquads.ref(Pol.ITEM), lower
    yield node, nquads.ref(Pol.UPSTREAM_ITEM), upper
    yield concept(node, Pol.DERIVATION_KIND, Code.ALIGNED)
    yield from _evidence(node, pair, record, ctx)


def _alignment(key: str, pair: Alignment, record: Record, ctx: Context) -> Iterator[Triple]:
    left, right, node = ctx.node("item", pair.left), ctx.node("item", pair.right), ctx.node("alignment", key)
    yield left, nquads.ref(Pol.ALIGNED_WITH), right
    yield node, TYPE, nquads.ref(Pol.ALIGNMENT)
    yield node, nquads.ref(Pol.ITEM), left
    yield node, nquads.ref(Pol.ALIGNED_ITEM), right
    yield concept(node, Pol.ALIGNMENT_KIND, code(pair.kind))
    yield from _evidence(node, pair, record, ctx)


def _evidence(node: Node, pair: Alignment, record: Record, ctx: Context) -> Iterator[Triple]:
    yield from ((node, nquads.ref(Pol.MATCHED), nquads.text(run)) for run in pair.matched)
    e = Evidence(record.source, record.start, record.end, record.text, pair.rule, pair.score)
    yield from ctx.evidence(node, e)
