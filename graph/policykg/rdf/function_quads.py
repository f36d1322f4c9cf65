"""The functions of bodies as a SKOS scheme: labels in zh and en, other names, broader and narrower functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policykg.lexicon import load_lexicon
from policykg.rdf import nquads
from policykg.rdf.context import TYPE, Context, concept
from policykg.rdf.nquads import Triple
from policykg.rdf.vocab import Code, Ext, Pol


def with_broader(functions: Iterable[str]) -> frozenset[str]:
    """Return functions with all that are broader, by the table of functions.

    >>> sorted(with_broader(["水务"]))
    ['水利', '水务']
    """
    labels = load_lexicon().function_labels
    found: set[str] = set()
    for function in functions:
        while function and function not in found:
            found.add(function)
            function = labels[function][1] if function in labels else ""
    return frozenset(found)


def function_triples(functions: Iterable[str], ctx: Context) -> Iterator[Triple]:
    """Describe functions and all that are broader; one that the table does not have has its zh label only."""
    labels = load_lexicon().function_labels
    for function in sorted(with_broader(functions)):
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
