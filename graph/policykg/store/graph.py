"""A graph on disk, open for reading: SPARQL over the union of its named graphs, records, texts, report."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from policykg.errors import GraphError, QueryError
from policykg.store import folder as files
from policykg.store.interface import Store
from policykg.store.queries import Bindings, bind, check_offline, names_dataset
from policykg.store.terms import Answer, Table, Term, Triples

_STRING = ox.Literal("").datatype.value


class Graph(Store):
    """A graph made by ``publish``; safe to share between threads, for nothing in it changes.

    Queries see the union of all named graphs; ``GRAPH ?g`` names one. With ``timeout`` (seconds by the
    clock) a query runs in a process of its own, which is killed when the time is up.
    """

    def __init__(self, store: ox.Store, folder: Path | None = None, meta: Mapping[str, Any] | None = None) -> None:
        self._store = store
        self.folder = folder
        self.meta: Mapping[str, Any] = meta or {}
        base = self.meta.get("base")
        self.base = base if isinstance(base, str) else None

    @classmethod
    def of(cls, nquads: Iterable[str], meta: Mapping[str, Any] | None = None) -> Graph:
        """Make a graph in memory from N-Quads lines, for tests and notebooks."""
        store = ox.Store()
        store.bulk_load(input="\n".join(nquads).encode(), format=ox.RdfFormat.N_QUADS)
        return cls(store, None, meta)

    def __len__(self) -> int:
        return len(self._store)

    # --- questions ----------------------------------------------------------------------------

    def query(self, sparql: str, bindings: Bindings | None = None, timeout: float | None = None) -> Answer:
        """Answer a query of any form: Table (SELECT), Triples (CONSTRUCT, DESCRIBE) or bool (ASK).

        Raises QueryError when the query is malformed, calls another store, or takes too long.
        """
        text = check_offline(bind(sparql, bindings))
        return self._aside(text, timeout) if timeout is not None else self._here(text)

    def _here(self, sparql: str) -> Answer:
        try:
            return answer_of(self._store.query(sparql, use_default_graph_as_union=not names_dataset(sparql)))
        except SyntaxError as error:
            raise QueryError(f"the query is malformed: {_one_line(error)}") from error
        except (OSError, RuntimeError) as error:
            raise GraphError(
                f"{self.folder}: the store cannot be read ({_one_line(error)}); {_again(self.folder)}"
            ) from error

    def _aside(self, sparql: str, timeout: float) -> Answer:
        if self.folder is None:
            raise QueryError(
                "a graph in memory has no time-out; write it to a folder with publish, or leave the limit out"
            )
        request = json.dumps({"store": str(self.folder / files.STORE), "sparql": sparql})
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            worker = subprocess.Popen(
                [sys.executable, "-m", "policykg.store.worker"], stdin=subprocess.PIPE, stdout=out, stderr=err
            )
            try:
                worker.communicate(request.encode(), timeout)
            except subprocess.TimeoutExpired as error:
                raise QueryError(
                    f"the query took longer than {timeout:g} s and was stopped; bind more, or raise the limit"
                ) from error
            finally:
                worker.kill()
                worker.wait()
            out.seek(0)
            err.seek(0)
            if worker.returncode != 0:
                told = err.read().decode("utf-8", "replace").strip().splitlines()
                raise QueryError(
                    f"the query broke off: {told[-1] if told else 'out of memory'}; bind more or add LIMIT"
                )
            return _read(out.readline().decode().strip(), out.read())

    # --- what lies beside the store -----------------------------------------------------------

    def text(self, sha256: str) -> str:
        """Return a source as read; raise GraphError when the folder does not hold it."""
        texts = self._file(files.TEXTS)
        return files.read_part(texts / f"{sha256}.txt", texts.parent)

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield the item records (DESIGN.md section 5), in document order."""
        folder = self._file(files.RECORDS).parent
        for line in files.read_lines(folder, files.RECORDS, self.meta.get("records")):
            yield json.loads(line)

    def quads(self) -> Iterator[str]:
        """Yield the N-Quads lines with their line ends, in the order they were written."""
        yield from files.read_lines(self._file(files.QUADS).parent, files.QUADS, self.meta.get("quads"))

    def report(self) -> dict[str, Any]:
        """Return the report of the build."""
        file = self._file(files.REPORT)
        try:
            found: dict[str, Any] = json.loads(files.read_part(file, file.parent))
        except ValueError as error:
            raise GraphError(f"{file}: is broken ({_one_line(error)}); {files.remedy(file.parent)}") from error
        return found

    def _file(self, name: str) -> Path:
        if self.folder is None:
            raise GraphError(f"a graph in memory has no {name}; open one from a folder")
        return self.folder / name


def open_graph(folder: Path, *, memory: bool = False) -> Graph:
    """Open the graph in ``folder`` for reading.

    From disk it opens at once, whatever its size; with ``memory`` all statements are loaded first, which
    pays for whoever asks many questions. Raises GraphError when ``folder`` is no graph.
    """
    meta = files.read_meta(folder)
    try:
        if memory:
            files.check_whole(folder, meta)
            store = ox.Store()
            store.bulk_load(path=folder / files.QUADS, format=ox.RdfFormat.N_QUADS)
        else:
            store = ox.Store.read_only(str(folder / files.STORE))
    except (OSError, RuntimeError, SyntaxError, ValueError) as error:
        raise GraphError(
            f"{folder}: the store cannot be opened ({_one_line(error)}); {files.remedy(folder)}"
        ) from error
    return Graph(store, folder, meta)


def _again(folder: Path | None) -> str:
    return files.remedy(folder) if folder is not None else "load it again"


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())


def _read(kind: str, payload: bytes) -> Answer:
    if kind == "refused":
        raise QueryError(f"the query is malformed: {' '.join(payload.decode().split())}")
    if kind == "truth":
        return payload == b"true"
    if kind == "triples":
        return triples_of(ox.parse(payload, ox.RdfFormat.N_TRIPLES))
    return answer_of(ox.parse_query_results(payload, ox.QueryResultsFormat.JSON))


def answer_of(
    found: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean, watch: Callable[[Iterable[Any]], Iterable[Any]] = iter
) -> Answer:
    """Return what the engine found as values; ``watch`` sees rows and triples pass, and may stop them."""
    if isinstance(found, ox.QuerySolutions):
        columns = tuple(v.value for v in found.variables)
        width = range(len(columns))
        rows = tuple(tuple(None if (t := row[i]) is None else _term(t) for i in width) for row in watch(found))
        return Table(columns, rows)
    if isinstance(found, ox.QueryTriples):
        return triples_of(watch(found))
    return bool(found)


def triples_of(found: Iterable[ox.Triple | ox.Quad]) -> Triples:
    """Return triples as values, each once, in the order of their terms."""
    triples = {(_term(t.subject), _term(t.predicate), _term(t.object)) for t in found}
    return Triples(tuple(sorted(triples, key=lambda t: tuple(x.sort_key() for x in t))))


def _term(term: object) -> Term:
    if isinstance(term, ox.NamedNode):
        return Term(term.value, "iri")
    if isinstance(term, ox.Literal):
        if term.language:
            return Term(term.value, lang=term.language)
        return Term(term.value, datatype="" if term.datatype.value == _STRING else term.datatype.value)
    if isinstance(term, ox.BlankNode):
        return Term(term.value, "blank")
    return Term(str(term))
