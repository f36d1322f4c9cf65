"""Measure a graph of many papers: the sample papers again and again, each time under other numbers.

    python tests/tools/bench_large.py [STATEMENTS] [FOLDER]

Makes a graph of at least that many statements (1,000,000 unless told) in FOLDER (a temporary one) and prints how long
opening, lookups, traces, named questions and the start of ``policykg serve`` take, from disk and in memory. Bodies,
places and upper-level items are shared by all copies, as they are by the papers of one province. `make bench` leaves
this out: it takes minutes. docs/scale.md has the figures.
"""

from __future__ import annotations

import itertools
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from policykg.analyse.queries import load_queries, run_query
from policykg.analyse.trace import trace
from policykg.build import build_graph
from policykg.errors import QueryError
from policykg.rdf.vocab import BASE
from policykg.serve.service import Service, Settings
from policykg.store import Graph, open_graph
from policykg.store.folder import QUADS, RECORDS, publish

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 30.0
ITEM = f"{BASE}item/聊政字-2023-12.附件1.6"


def copied(lines: list[str], keys: list[str], copy: int) -> Iterator[str]:
    """Yield statements or records of papers, the papers' own names and numbers those of a copy."""
    if not copy:
        yield from lines
        return
    own = re.compile(
        f'({re.escape(BASE)}[a-z]+/)({"|".join(map(re.escape, sorted(keys, key=len, reverse=True)))})(?=[.>"/])'
    )
    number = re.compile(r"〔(\d{4})〕(\d+)号")
    for line in lines:
        line = own.sub(lambda m: f"{m[1]}{m[2]}-r{copy}", line)
        yield number.sub(lambda m: f"〔{m[1]}〕{int(m[2]) + 1000 * copy}号", line) if "id_local" in line else line


def make(folder: Path, wanted: int) -> None:
    """Write the graph."""
    small = folder.with_name("small")
    build_graph([ROOT / "data" / "corpus"], small)
    lines = (small / QUADS).read_text(encoding="utf-8").splitlines(keepends=True)
    shared = [x for x in lines if x.endswith("/graph/shared> .\n")]
    papers = [x for x in lines if not x.endswith("/graph/shared> .\n")]
    links = [x for x in papers if x.endswith("/graph/links> .\n")]
    papers = [x for x in papers if not x.endswith("/graph/links> .\n")]
    keys = sorted({x.rpartition("/doc/")[2].removesuffix("> .\n") for x in papers})
    records = (small / RECORDS).read_text(encoding="utf-8").splitlines(keepends=True)
    copies = range(max(1, -(-(wanted - len(shared)) // (len(papers) + len(links)))))
    publish(
        folder,
        nquads=itertools.chain((x for part in (papers, links) for n in copies for x in copied(part, keys, n)), shared),
        records=(x for n in copies for x in copied(records, keys, n)),
        texts={p.stem: p.read_text(encoding="utf-8") for p in (small / "texts").glob("*.txt")},
        report={},
        meta={"base": BASE},
    )


def clocked(work: Callable[[], object]) -> float:
    """Return the seconds that something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(graph: Graph) -> Iterator[tuple[str, float]]:
    """Yield what was done and its seconds: lookups, traces, all named questions, the slowest ones by name."""
    item = f"SELECT ?p ?o {{ <{ITEM}> ?p ?o }}"
    clocked(lambda: graph.select(item))
    yield "lookup of an item", statistics.median(clocked(lambda: graph.select(item)) for _ in range(20))
    yield "trace of an item", clocked(lambda: trace(graph, ITEM))
    yield "trace of a phrase", clocked(lambda: trace(graph, "聊城机场前期工作"))
    taken = []
    for query in load_queries():
        start = time.perf_counter()
        try:
            run_query(graph, query, timeout=LIMIT if graph.folder is not None else None)
        except QueryError as error:
            assert "was stopped" in str(error), error
            taken.append((LIMIT, query.name + " (stopped)"))
            continue
        taken.append((time.perf_counter() - start, query.name))
    yield f"{len(taken)} named questions, median", statistics.median(t for t, _ in taken)
    for seconds, name in sorted(taken, reverse=True)[:8]:
        yield f"  {name}", seconds


def main() -> None:
    """Make, measure, print."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as made:
        folder = Path(sys.argv[2] if len(sys.argv) > 2 else made) / "large"
        if not folder.exists():
            folder.parent.mkdir(parents=True, exist_ok=True)
            print(f"made in {clocked(lambda: make(folder, wanted)):.0f} s")
        print(
            f"{open_graph(folder).meta['quads']:,} statements, {clocked(lambda: open_graph(folder)):.2f} s to open on disk"
        )
        for what, seconds in measure(open_graph(folder)):
            print(f"{seconds:9.3f} s  disk    {what}", flush=True)
        print(f"{clocked(lambda: Service(folder, Settings()).close()):9.3f} s  serve   start")


if __name__ == "__main__":
    main()
