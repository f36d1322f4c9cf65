"""The functions of bodies as a SKOS scheme: labels in zh and en, other names, broader and narrower functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policykg.lexicon import load_lexicon
from policykg.rdf import nquads
from policykg.rdf.context import TYPE, Context, concept
from policykg.rdf.nquads import Triple
from policykg.rdf.vocab import Code, Ext, Pol


def function_triples(functions: Iterable[str], ctx: Context) -> Iterator[Triple]:
    """Describe the scheme whole, and further ``functions`` that bodies have: these have their zh label only.

    Functions that no body of the papers serves are there too, so that a question can find them.
    """
    labels = load_lexicon().function_labels
    for function in sorted({*labels, *functions}):
        node = ctx.node("function", function)
        yield node, TYPE, nquads.ref(Pol.FUNCTION_CLASS)
        yield node, nquads.ref(Ext.PREF_LABEL), nquads.label(function)
        yield concept(node, Ext.IN_SCHEME, Code.FUNCTIONS)
        if function not in labels:
            continue
        english, broader, _ = labels[function]
        yield node, nquads.ref(Ext.PREF_LABEL), nquads.label(english, "en")
        if broader:
            above = ctx.node("function", broader)
            yield node, nquads.ref(Ext.BROADER), above
            yield above, nquads.ref(Ext.NARROWER), node
