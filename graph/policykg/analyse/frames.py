"""Answers as pandas data frames, for notebooks."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from policykg.analyse import names
from policykg.analyse.queries import own_places, parse_query, run_query
from policykg.errors import InputError, QueryError
from policykg.rdf import iri
from policykg.rdf.sparql import portable, prologue
from policykg.store import Store, Table, open_graph
from policykg.store.terms import Plain

if TYPE_CHECKING:
    import pandas as pd

    Cell = str | int | float | bool | None


def query(
    question: str,
    graph: Store | Path | str = "kg",
    *,
    limit: int | None = None,
    timeout: float | None = 60.0,
    full: bool = False,
    **params: str,
) -> pd.DataFrame:
    """Ask a question and return its answer as a data frame.

    ``question`` is the name of one (``policykg query --list``) or SPARQL; ``graph`` a folder, the address of a SPARQL
    server, or an open store; ``params`` those of the question (``body="聊城市财政局"``). Whole columns of integers,
    numbers and truths have such types (Int64, float, boolean), dates and years are text; IRIs are prefixed names,
    with ``full`` whole. Raises QueryError when the question is unknown or is no SELECT, InputError without pandas.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise InputError("pandas is not installed; install it with: pip install 'policykg[pandas]'") from error
    store = _opened(graph)
    base = names.base_of(store)
    if any(c.isspace() or c == "{" for c in question.strip()):
        asked = parse_query("SPARQL", portable(prologue(base) + question, base))
        with own_places(base):
            table = run_query(store, asked, params, timeout=timeout, limit=limit)
    else:
        table = run_query(store, question, params, timeout=timeout, limit=limit)
    if not isinstance(table, Table):
        raise QueryError("the query is no SELECT; a data frame holds a table")
    rows = table.values(str if full else lambda node: iri.short(node, base))
    columns = {name: [_cell(row[at]) for row in rows] for at, name in enumerate(table.columns)}
    return pd.DataFrame({name: pd.Series(cells, dtype=_dtype(cells)) for name, cells in columns.items()})


def _opened(graph: Store | Path | str) -> Store:
    if isinstance(graph, str) and "://" in graph:
        from policykg.store.remote import RemoteGraph

        remote = RemoteGraph(graph)
        remote.base = names.base_behind(remote)
        return remote
    return open_graph(Path(graph)) if isinstance(graph, str | Path) else graph


def _cell(value: Plain) -> Cell:
    return float(value) if isinstance(value, Decimal) else value


def _dtype(cells: list[Cell]) -> str:
    """Return the type that holds all cells of a column.

    >>> _dtype([1, None]), _dtype([1, 2.5]), _dtype([True]), _dtype(["x", 1]), _dtype([None])
    ('Int64', 'float64', 'boolean', 'object', 'object')
    """
    kinds = {type(c) for c in cells if c is not None}
    if kinds == {bool}:
        return "boolean"
    if kinds == {int}:
        return "Int64"
    return "float64" if kinds and kinds <= {int, float} else "object"
