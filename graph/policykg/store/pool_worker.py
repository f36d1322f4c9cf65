"""A process of ``policykg.store.pool``: ``python -m policykg.store.pool_worker``.

The first line of standard input says what to open and the limits (JSON), every further line is a question.
Each answer is a line of JSON (kind, form, size) and ``size`` bytes. It ends with its input.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from policykg.store import results
from policykg.store.graph import answer_of
from policykg.store.queries import names_dataset
from policykg.store.terms import Answer, Triples


class _FullError(Exception):
    """More rows or bytes than allowed."""


def main() -> None:
    """Answer until the input ends."""
    lines, out = sys.stdin.buffer, sys.stdout.buffer
    setup = json.loads(lines.readline())
    store = _open(setup)
    _limit_memory(setup["limits"]["memory"])
    out.write(b"ready\n")
    out.flush()
    for line in lines:
        kind, form, body = reply(store, json.loads(line), setup["limits"])
        out.write(json.dumps({"kind": kind, "form": form, "size": len(body)}).encode() + b"\n" + body)
        out.flush()


def _open(setup: Mapping[str, Any]) -> ox.Store:
    if not setup["memory"]:
        return ox.Store.read_only(setup["path"])
    store = ox.Store()
    store.bulk_load(path=setup["path"], format=ox.RdfFormat.N_QUADS)
    return store


def _limit_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # not POSIX
        return
    with contextlib.suppress(ValueError, OSError):  # a lower limit stands already
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))


def reply(store: ox.Store, question: Mapping[str, Any], limits: Mapping[str, Any]) -> tuple[str, str, bytes]:
    """Return kind (table, truth, triples, refused, limit), format and bytes of an answer."""
    try:
        answer = _answer(store, question, limits["rows"])
        kind = "triples" if isinstance(answer, Triples) else "truth" if isinstance(answer, bool) else "table"
        form = question["triples" if kind == "triples" else "table"]
        body = results.write(answer, form, question["prefixes"]) if form else b""
    except SyntaxError as error:
        return "refused", "", str(error).encode()
    except OSError as error:  # what the engine says when it cannot go on
        return "refused", "", str(error).encode()
    except _FullError:
        return "limit", "", f"the answer has more than {limits['rows']} rows or triples; add LIMIT".encode()
    if len(body) > limits["size"]:
        return "limit", "", f"the answer has {len(body)} bytes, more than {limits['size']}; add LIMIT".encode()
    return kind, form, body


def _answer(store: ox.Store, question: Mapping[str, Any], rows: int) -> Answer:
    chosen = question["default"] is not None or question["named"] is not None
    dataset: dict[str, Any] = {}
    if chosen:
        dataset["default_graph"] = [ox.NamedNode(g) for g in question["default"] or ()]
        dataset["named_graphs"] = [ox.NamedNode(g) for g in question["named"] or ()]
    found = store.query(
        question["sparql"],
        prefixes=question["prefixes"],
        use_default_graph_as_union=not chosen and not names_dataset(question["sparql"]),
        **dataset,
    )
    return answer_of(found, lambda x: _bounded(x, rows))


def _bounded(found: Iterable[Any], most: int) -> Iterator[Any]:
    for n, one in enumerate(found):
        if n >= most:
            raise _FullError
        yield one


if __name__ == "__main__":
    main()
