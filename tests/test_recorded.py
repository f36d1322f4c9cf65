"""A corpus read back from its graph is the one that the graph was made from, but for what the graph does not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from policykg.analyse import described
from policykg.analyse.names import base_behind
from policykg.analyse.recorded import recorded_corpus
from policykg.build import build_graph, load_corpus
from policykg.errors import StoreError
from policykg.rdf.iri import slug
from policykg.records import CitedDocument, Corpus, Record
from policykg.store import Answer, Graph, Store, Table, Term, open_graph


def said(corpus: Corpus) -> Corpus:
    """Leave out what a graph does not say."""
    aligned = tuple(
        replace(a, left=slug(a.left), right=slug(a.right), matched=tuple(sorted(a.matched)))
        for a in corpus.alignments
        if a.accepted
    )
    return replace(
        corpus,
        documents=tuple(
            replace(d, issues=(), cites=papers(d.cites), sources=tuple(sorted(d.sources, key=lambda s: s.path)))
            for d in corpus.documents
        ),
        records=tuple(map(item, corpus.records)),
        alignments=tuple(sorted(aligned, key=lambda a: (a.left, a.right))),
        issues=(),
        texts=(),
    )


def item(r: Record) -> Record:
    event = r.event and replace(
        r.event, officials=tuple(replace(o, posts=tuple(sorted(o.posts))) for o in r.event.officials)
    )
    upper = r.upstream and replace(r.upstream, key=slug(r.upstream.key))
    return replace(r, key=slug(r.key), upstream=upper, issues=(), cites=papers(r.cites), event=event)


def papers(cites: Sequence[CitedDocument]) -> tuple[CitedDocument, ...]:
    """A graph knows one number and one title of a paper, however it is named."""
    return tuple(
        replace(
            c, number="", title="", citation=replace(c.citation, number="", title="", quote=tight(c.citation.quote))
        )
        for c in cites
    )


def tight(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("piece", [described.PIECE, 50])
def test_the_sample_corpus_comes_back(kg: Path, piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(described, "PIECE", piece)
    wanted, found = said(load_corpus(kg)), said(recorded_corpus(open_graph(kg, memory=True)))
    assert found.records == wanted.records and len(found.records) > 500
    assert found == wanted


class Cut(Store):
    """A store that gives no more than so many rows, and says nothing about it."""

    def __init__(self, graph: Graph, rows: int) -> None:
        self.graph, self.rows, self.base = graph, rows, graph.base

    def query(
        self,
        sparql: str,
        bindings: Mapping[str, Term | Sequence[Term]] | None = None,
        timeout: float | None = None,
    ) -> Answer:
        found = self.graph.query(sparql, bindings, timeout)
        return found.head(self.rows) if isinstance(found, Table) else found

    def text(self, sha256: str) -> str:
        return self.graph.text(sha256)


def test_an_answer_that_was_cut_off_is_noticed(kg: Path) -> None:
    with pytest.raises(StoreError, match=r"gave \d+ of \d+ statements; raise its limit"):
        recorded_corpus(Cut(open_graph(kg, memory=True), 100))


def test_the_base_is_told_by_the_graph_itself(corpus: Path, tmp_path: Path) -> None:
    base = "http://example.org/kg/"
    build_graph([corpus / "heze-2023-56.txt"], tmp_path / "kg", base)
    lines = list(open_graph(tmp_path / "kg").quads())
    graph = Graph.of(lines)
    assert graph.base is None and base_behind(graph) == base
    graph.base = base
    assert recorded_corpus(graph).records == tuple(map(item, load_corpus(tmp_path / "kg").records))
    assert base_behind(Graph.of(["<http://e/s> <http://e/p> <http://e/o> <http://e/graph/shared> ."])) is None
