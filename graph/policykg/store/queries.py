"""Query texts: put values into them, and refuse what a read-only, offline store does not do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from policykg.errors import QueryError
from policykg.store.terms import Term

Bindings = Mapping[str, Term | Sequence[Term]]

# What may hold any word without meaning it: IRIs, strings, comments, escaped characters of local names, names.
_QUOTED = re.compile(
    r"""<(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>          # IRI
      | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
      | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
      | \#[^\n\r]* | \\. | [?$]\w+ | (?:[^\W\d][\w-]*)?:\w+""",
    re.VERBOSE | re.DOTALL,
)
_SERVICE = re.compile(r"(?<![^\W\d])(?:true|false)?SERVICE(?:SILENT)?(?![\w:-])", re.IGNORECASE)
_CALL = re.compile(
    r"""[?$:]\w+                                                # a variable, a local name up to its first dot
      | (?P<call> SERVICE (?:\s|\#[^\n\r]*)* (?:SILENT (?:\s|\#[^\n\r]*)*)? (?: [<?$:] | \w[\w.-]*: ))""",
    re.VERBOSE | re.IGNORECASE,
)
_DATASET = re.compile(r"(?<![\w?$:-])FROM(?![\w:-])", re.IGNORECASE)


def bind(sparql: str, bindings: Bindings | None) -> str:
    """Return the query with the values of ``VALUES ?name { … }`` replaced, for every name of ``bindings``.

    Raises QueryError when the query has no such block, or a value is no legal term.

    >>> bind('ASK { VALUES ?year { "2025" } ?x ?y ?year }', {"year": Term("2027")})
    'ASK { VALUES ?year { "2027" } ?x ?y ?year }'
    """
    for name, value in (bindings or {}).items():
        terms = (value,) if isinstance(value, Term) else tuple(value)
        block = re.compile(r"(VALUES\s+\?" + re.escape(name) + r"\s*\{)[^{}]*\}", re.IGNORECASE)
        inner = " ".join(_written(t) for t in terms)
        sparql, n = block.subn(lambda m, inner=inner: f"{m[1]} {inner} }}", sparql)  # type: ignore[misc]
        if not n:
            raise QueryError(f"the query has no block VALUES ?{name} {{ … }}, so ?{name} cannot be given; add one")
    return sparql


def check_offline(sparql: str) -> str:
    """Return the query when it stays in this store; raise QueryError when it calls another (SERVICE).

    >>> check_offline('ASK { ?service a "SERVICE" }')
    'ASK { ?service a "SERVICE" }'
    """
    if _SERVICE.search(_QUOTED.sub(" ", sparql)):
        raise QueryError("SERVICE: this store answers from its own graph only; load the other data, or ask there")
    return sparql


def check_closed(sparql: str) -> str:
    """Return the query when no reading of it calls another store; raise QueryError otherwise.

    For queries of strangers. ``check_offline`` tells strings and comments from the rest, and whoever finds a text
    that it splits in another way than the engine gets past it; here the word alone counts, even in a string,
    where it stands before what could be an address.

    >>> check_closed('ASK { ?s ?p "customer service" }')
    'ASK { ?s ?p "customer service" }'
    """
    if any(m["call"] for m in _CALL.finditer(sparql)):
        raise QueryError("SERVICE: this endpoint answers from its own graph only; ask the other endpoint directly")
    return check_offline(sparql)


def blanked(sparql: str) -> str:
    """Return a query of the same length in which no word stands in an IRI, a string, a comment or a name.

    >>> blanked("ASK { ?ask ?p 'ASK' } # ASK")
    'ASK {               }      '
    """
    return _QUOTED.sub(lambda m: " " * len(m[0]), sparql)


def names_dataset(sparql: str) -> bool:
    """Say whether a query chooses its own dataset (FROM, FROM NAMED), which the union of all graphs would hide.

    >>> names_dataset("SELECT * FROM <http://x/> { ?s ?p ?o }"), names_dataset('ASK { ?s ?from "FROM" }')
    (True, False)
    """
    return _DATASET.search(_QUOTED.sub(" ", sparql)) is not None


def _written(term: Term) -> str:
    try:
        if term.kind == "iri":
            return str(ox.NamedNode(term.value))
        if term.lang:
            return str(ox.Literal(term.value, language=term.lang))
        return str(ox.Literal(term.value, datatype=ox.NamedNode(term.datatype) if term.datatype else None))
    except ValueError as error:
        raise QueryError(f"{term.value!r} is no legal {term.kind}: {error}") from error
