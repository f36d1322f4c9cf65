"""Named questions: the SPARQL files of ``ontology/queries``, found by name and asked with parameters.

A file is a SPARQL query that runs anywhere as it stands; comment lines at its head say what it asks:

    # title.zh: …            # title.en: …
    # description.zh: …      # description.en: …
    # tags: bodies, roles
    # param: agency agency 聊城市财政局 机构 | body

A parameter (name, kind, default, descriptions; default ``-`` for none) is a variable with a block
``VALUES ?agency { … }``, whose values are replaced. Kinds are those of ``policykg.analyse.names.VALUES``.
``ORDER BY`` and ``LIMIT`` at the end name columns only; sorting happens here, with all columns as
tie-breakers, so that two stores give one answer (DESIGN.md section 7).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache

from policykg import resources
from policykg.analyse.names import VALUES, base_of
from policykg.errors import QueryError
from policykg.rdf.sparql import portable, prologue, without_prologue
from policykg.rdf.vocab import BASE, KINDS
from policykg.store import Answer, Store, Table
from policykg.store.queries import bind

_HEADER = re.compile(r"#\s*([a-z.]+):\s*(.*?)\s*")
_TAIL = re.compile(
    r"\bORDER\s+BY\s+(?P<keys>(?:(?:ASC|DESC)\s*\(\s*\?\w+\s*\)\s*|\?\w+\s*)+)(?:LIMIT\s+(?P<limit>\d+)\s*)?\Z",
    re.IGNORECASE,
)
_KEY = re.compile(r"(?:(ASC|DESC)\s*\(\s*)?\?(\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a question; ``default`` is "" when it must be given."""

    name: str
    kind: str
    default: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question: its name, titles and descriptions in zh and en, tags, parameters and SPARQL."""

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    tags: tuple[str, ...]
    params: tuple[Param, ...]
    sparql: str
    order: tuple[tuple[str, bool], ...] = ()
    limit: int | None = None

    @property
    def whole(self) -> str:
        r"""The query as its file has it, with ORDER BY and LIMIT.

        >>> parse_query("x", "SELECT ?a ?n { ?a ?p ?n } ORDER BY DESC(?n) ?a LIMIT 5\n").whole
        'SELECT ?a ?n { ?a ?p ?n }\nORDER BY DESC(?n) ?a\nLIMIT 5'
        """
        keys = " ".join(f"DESC(?{name})" if down else f"?{name}" for name, down in self.order)
        tail = [f"ORDER BY {keys}"] if keys else []
        return "\n".join([self.sparql, *tail, *([f"LIMIT {self.limit}"] if self.limit is not None else [])])


def parse_query(name: str, text: str) -> NamedQuery:
    r"""Read a query file; heads may be missing. Raises QueryError when a ``param`` line is malformed.

    >>> q = parse_query("x", "# title.en: All\nSELECT ?a ?n { ?a ?p ?n } ORDER BY DESC(?n) ?a LIMIT 5\n")
    >>> q.title["en"], q.order, q.limit, q.sparql
    ('All', (('n', True), ('a', False)), 5, 'SELECT ?a ?n { ?a ?p ?n }')
    """
    heads: dict[str, str] = {}
    params: list[Param] = []
    for line in text.splitlines():
        if (match := _HEADER.fullmatch(line)) is None:
            continue
        if match[1] == "param":
            params.append(_param(name, match[2]))
        else:
            heads[match[1]] = match[2]
    body = "\n".join(x for x in text.splitlines() if not x.startswith("#")).strip()
    tail = _TAIL.search(body)
    return NamedQuery(
        name,
        {lang: heads.get(f"title.{lang}", "") for lang in ("zh", "en")},
        {lang: heads.get(f"description.{lang}", "") for lang in ("zh", "en")},
        tuple(t for t in re.split(r"[,，\s]+", heads.get("tags", "")) if t),
        tuple(params),
        body[: tail.start()].rstrip() if tail else body,
        tuple((m[2], (m[1] or "").upper() == "DESC") for m in _KEY.finditer(tail["keys"])) if tail else (),
        int(tail["limit"]) if tail and tail["limit"] else None,
    )


def _param(name: str, line: str) -> Param:
    parts = line.split(maxsplit=3)
    zh, bar, en = parts[3].partition("|") if len(parts) == 4 else ("", "", "")
    if not bar or parts[1] not in VALUES:
        raise QueryError(
            f"{name}.rq: # param: {line}: write name, kind ({', '.join(VALUES)}), default or -, 说明 | description"
        )
    return Param(parts[0], parts[1], "" if parts[2] == "-" else parts[2], zh.strip(), en.strip())


@cache
def load_queries() -> tuple[NamedQuery, ...]:
    """Return the packaged questions, by name."""
    names = sorted(n.removesuffix(".rq") for n in resources.names("queries", ".rq"))
    return tuple(parse_query(n, resources.read_text("queries", f"{n}.rq")) for n in names)


def find_query(name: str) -> NamedQuery:
    """Return the question of that name; raise QueryError that suggests the nearest names when there is none."""
    known = {q.name: q for q in load_queries()}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, 3, 0.4) or sorted(n for n in known if name and name in n)[:3]
    hint = f"did you mean {', '.join(near)}?" if near else "list them with: policykg query --list"
    raise QueryError(f"no question is called {name!r}; {hint}")


def run_query(
    graph: Store,
    query: NamedQuery | str,
    params: Mapping[str, str] | None = None,
    *,
    timeout: float | None = None,
    limit: int | None = None,
) -> Table:
    """Ask a question with ``params`` (parameter -> what a user calls it) and return its rows in order.

    ``limit`` overrides that of the file (0 for no limit). Raises QueryError for an unknown question or
    parameter, a value nothing in the graph answers to, or a time-out (seconds).
    """
    asked = find_query(query) if isinstance(query, str) else query
    given = _checked(asked, params or {})
    bindings = {p.name: VALUES[p.kind](graph, given[p.name]) for p in asked.params}
    table = graph.select(_rebased(asked.sparql, base_of(graph)), bindings, timeout)
    unknown = [name for name, _ in asked.order if name not in table.columns]
    if unknown:
        raise QueryError(f"{asked.name}: ORDER BY ?{unknown[0]}: is no column of the answer; add it to SELECT")
    return table.sorted_by(asked.order).head(asked.limit if limit is None else limit or None)


def ask(
    graph: Store,
    sparql: str,
    params: Mapping[str, str] | None = None,
    *,
    timeout: float | None = None,
    limit: int | None = None,
) -> Answer:
    """Answer SPARQL of any form that may leave out our prefixes; one with parameters as the named questions have them.

    ``limit`` bounds a table (0 or None for no limit). Raises QueryError, its line and column those of ``sparql``.
    """
    base = base_of(graph)
    asked = parse_query("SPARQL", sparql)
    with own_places(base):
        if params or asked.params:
            asked = replace(asked, sparql=portable(prologue(base) + asked.sparql, base))
            return run_query(graph, asked, params, timeout=timeout, limit=limit)
        answer = graph.query(portable(prologue(base) + sparql, base), timeout=timeout)
    return answer.head(limit or None) if isinstance(answer, Table) else answer


@contextmanager
def own_places(base: str) -> Iterator[None]:
    """Let a QueryError about a query that begins with our prologue name places of the query without it."""
    try:
        yield
    except QueryError as error:
        raise type(error)(without_prologue(str(error), base)) from error


def bound(graph: Store, query: NamedQuery, params: Mapping[str, str] | None = None) -> str:
    """Return the SPARQL of a question with what ``params`` mean in a graph put in; raises as ``run_query`` does."""
    given = _checked(query, params or {})
    bindings = {p.name: VALUES[p.kind](graph, given[p.name]) for p in query.params}
    return bind(_rebased(query.sparql, base_of(graph)), bindings)


def _checked(query: NamedQuery, given: Mapping[str, str]) -> dict[str, str]:
    known = [p.name for p in query.params]
    for name in given:
        if name not in known:
            takes = f"it takes {_listing(known)}" if known else "it takes none"
            raise QueryError(f"{query.name}: no parameter is called {name!r}; {takes}")
    values = {p.name: given.get(p.name, p.default) for p in query.params}
    for p in query.params:
        if not values[p.name] and p.name not in given:
            raise QueryError(f"{query.name}: give {p.name} ({p.en}), as in {p.name}=…")
    return values


def _listing(names: Iterable[str]) -> str:
    return ", ".join(names)


def _rebased(sparql: str, base: str) -> str:
    """Point the prefixes of our nodes at the base IRI of the graph."""
    if base != BASE:
        for path in KINDS.values():
            sparql = sparql.replace(f"<{BASE}{path}>", f"<{base}{path}>")
    return sparql
