"""Run one query in a process of its own: ``python -m policykg.store.worker``.

Reads a request (JSON: folder, sparql, memory) from standard input; writes a line that names the kind of
the answer (table, triples, truth, refused), then the answer. The parent kills it when time is up; the
limits below hold when the parent is gone.
"""

from __future__ import annotations

import contextlib
import json
import sys
from typing import BinaryIO

import pyoxigraph as ox

from policykg.store.queries import names_dataset

ANSWER_LIMIT = 128 * 2**20
"""Bytes that an answer may have."""

MEMORY_LIMIT = 4 * 2**30
"""Bytes of working memory a query may take."""


def limit_resources() -> None:
    """Bound memory and output of this process, where the system knows such limits."""
    try:
        import resource
    except ImportError:  # not POSIX
        return
    for what, most in ((resource.RLIMIT_DATA, MEMORY_LIMIT), (resource.RLIMIT_FSIZE, ANSWER_LIMIT)):
        with contextlib.suppress(ValueError, OSError):  # a lower limit stands already
            resource.setrlimit(what, (most, most))


def answer(store: ox.Store, sparql: str, out: BinaryIO) -> None:
    """Write the answer of one query: its kind, a line end, then SPARQL JSON, N-Triples or a message."""
    try:
        found = store.query(sparql, use_default_graph_as_union=not names_dataset(sparql))
    except SyntaxError as error:
        out.write(b"refused\n" + str(error).encode())
        return
    if isinstance(found, ox.QuerySolutions):
        out.write(b"table\n")
        found.serialize(out, ox.QueryResultsFormat.JSON)
    elif isinstance(found, ox.QueryTriples):
        out.write(b"triples\n")
        found.serialize(out, ox.RdfFormat.N_TRIPLES)
    else:
        out.write(b"truth\n" + (b"true" if found else b"false"))


def main() -> None:
    """Answer the request that stands on standard input."""
    limit_resources()
    request = json.load(sys.stdin)
    answer(ox.Store.read_only(request["store"]), request["sparql"], sys.stdout.buffer)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
