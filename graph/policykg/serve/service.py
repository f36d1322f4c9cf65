"""What a server needs of a graph, opened once: the graph, the processes that answer strangers, its description."""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from policykg.analyse import names
from policykg.analyse.figures import figures_of
from policykg.analyse.glance import Glance, glance
from policykg.analyse.known import Known
from policykg.analyse.paper_page import papers_only_cited
from policykg.analyse.searchable import index_graph
from policykg.build import load_corpus
from policykg.errors import GraphError
from policykg.rdf import iri
from policykg.rdf.catalog import Figures, service_description, written
from policykg.rdf.sparql import portable
from policykg.rdf.vocab import BASE
from policykg.records import Corpus
from policykg.serve.protocol import Operation
from policykg.store import Graph, open_graph
from policykg.store.folder import META, SEARCH
from policykg.store.pool import Limits, Pool, Question, Reply
from policykg.store.queries import check_closed
from policykg.store.search import Index
from policykg.store.worklist import Worklist

SMALL = 200_000
"""Graphs of up to so many statements are held in memory, also by each process that answers."""

THINGS = frozenset(("agency", "place", "function", "project", "person", "event", "appointment", "holding", "code"))
"""Kinds of nodes that are no information: their IRIs answer 303 (W3C TAG, httpRange-14, 2005)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a graph is served: processes that answer queries, and what each query may take."""

    workers: int = 4
    limits: Limits = field(default_factory=Limits)


class Service:
    """A graph being served. Close it, or use it in a with statement."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.stamp = self.stamp_of(folder)  # before anything is opened: what changes meanwhile is noticed
        self.folder = folder
        on_disk = open_graph(folder)
        memory = len(on_disk) <= SMALL
        self.graph: Graph = open_graph(folder, memory=True) if memory else on_disk
        self.base = names.base_of(self.graph)
        self.prefixes = iri.prefixes(self.base)
        self._made = tempfile.TemporaryDirectory(prefix="policykg-search-")
        self.index = self._index(folder)
        self.lists = Worklist(self.index.path)
        self.pool = Pool(folder, settings.workers, settings.limits, memory=memory)

    @staticmethod
    def stamp_of(folder: Path) -> tuple[int, int] | None:
        """Return what tells one build of a folder from another, None while there is none."""
        try:
            found = (folder / META).stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns

    @property
    def outdated(self) -> bool:
        """Tell whether another graph lies in the folder than the one that was opened."""
        return self.stamp_of(self.folder) != self.stamp

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes that answer."""
        self.pool.close()
        self._made.cleanup()

    def _index(self, folder: Path) -> Index:
        """Return the graph's search index, made anew where the graph has none that can be read (older builds)."""
        if (folder / SEARCH).is_file():
            with contextlib.suppress(GraphError):
                return Index(folder / SEARCH)
        path = Path(self._made.name) / SEARCH
        index_graph(self.graph, path)
        return Index(path)

    @cached_property
    def corpus(self) -> Corpus:
        """What the graph was made from, for the pages that compare."""
        return load_corpus(self.folder)

    @cached_property
    def cited(self) -> frozenset[str]:
        """The papers that nobody has given us: others cite or quote them."""
        return papers_only_cited(self.graph)

    @cached_property
    def known(self) -> Known:
        """What items, papers and bodies are called, by key."""
        return Known(self.corpus)

    @cached_property
    def figures(self) -> Figures:
        """Counts of the graph."""
        return figures_of(self.graph)

    @cached_property
    def glance(self) -> Glance:
        """What the first page tells of the graph."""
        return glance(self.graph)

    def ask(self, asked: Operation, table: str, triples: str) -> Reply:
        """Answer a query in the formats given; raise QueryError or LimitError."""
        sparql = check_closed(portable(asked.query, self.base))
        return self.pool.ask(Question(sparql, self.prefixes, asked.default, asked.named, table, triples))

    def description(self, endpoint: str, form: str) -> bytes:
        """Return the service description of the endpoint at this address in a format of triples."""
        return written(service_description(endpoint, self.figures, self.base), form)

    # --- addresses ----------------------------------------------------------------------------

    def candidates(self, path: str) -> tuple[str, ...]:
        """Return the IRIs that may be meant by what stands behind /id/."""
        return tuple(dict.fromkeys((self.base + path, BASE + path)))

    def node(self, key: str) -> str:
        """Return the IRI of an item by its key, or of ``agency:KEY`` or ``doc:KEY``."""
        kind, colon, rest = key.partition(":")
        own = colon and kind in ("agency", "doc")
        return iri.iri(kind, rest, self.base) if own else iri.iri("item", key, self.base)

    def address(self, node: str) -> str:
        """Return where a node is looked up: here below /id/ when it is one of ours, else its own IRI."""
        for base in (self.base, BASE):
            if node.startswith(base):
                path, mark, fragment = node.removeprefix(base).partition("#")
                return "/id/" + quote(path, safe="/") + mark + quote(fragment)
        return node
