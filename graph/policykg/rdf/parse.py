"""N-Quads lines as rdflib terms, each term made once.

rdflib's own parser reads 28,000 lines a second of our graphs; terms recur (a graph IRI on every line), so that
keeping them reads ten times as many. A line that is not of the plain form that ``nquads`` writes goes to rdflib.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import rdflib
from rdflib.exceptions import ParserError
from rdflib.plugins.parsers.ntriples import unquote

from policykg.errors import GraphError

Quad = tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node, str]

_IRI = r"<[^<>\"{}|^`\\\x00-\x20]*>"
_LITERAL = rf'"(?:[^"\\\n\r]|\\.)*"(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^{_IRI})?'
_PLAIN = re.compile(rf"({_IRI}) ({_IRI}) ({_IRI}|{_LITERAL}) ({_IRI}) \.\s*")
_PARTS = re.compile(r'"(.*)"(?:@([A-Za-z0-9-]+)|\^\^<(.*)>)?', re.DOTALL)


def quads(lines: Iterable[str]) -> Iterator[Quad]:
    """Yield (subject, predicate, object, graph IRI) of N-Quads lines; the graph is "" where none is named.

    Raises GraphError, with the number of the line, when one is no N-Quads.
    """
    made: dict[str, rdflib.term.Node] = {}
    for number, line in enumerate(lines, 1):
        if (match := _PLAIN.fullmatch(line)) is None:
            yield from _other(line, number)
            continue
        for term in match.groups():
            if term not in made:
                made[term] = _term(term)
        s, p, o, g = match.groups()
        yield made[s], made[p], made[o], g[1:-1]


def _term(term: str) -> rdflib.term.Node:
    if term[0] == "<":
        return rdflib.URIRef(term[1:-1])
    parts = _PARTS.fullmatch(term)
    assert parts is not None
    text, lang, datatype = parts.groups()
    value = unquote(text) if "\\" in text else text
    return rdflib.Literal(value, lang=lang, datatype=rdflib.URIRef(datatype) if datatype else None)


def _other(line: str, number: int) -> Iterator[Quad]:
    if not line.strip() or line.lstrip().startswith("#"):
        return
    dataset = rdflib.Dataset()
    try:
        dataset.parse(data=line.rstrip("\r\n") + "\n", format="nquads")
    except (ParserError, ValueError) as error:
        raise GraphError(f"line {number}: not N-Quads ({error}): {line.strip()[:80]}; build the graph again") from error
    for s, p, o, g in dataset.quads():
        yield s, p, o, "" if g is None else str(g)
