"""A release of a graph: the folder that is published, cited and checked.

    graph.nq.gz         all statements as N-Quads        records.jsonl.gz    the item records
    ontology/ shapes/ queries/                           what they mean, must keep to, and answer
    dataset.ttl         DCAT and VoID: what is here, how much of it, under which licence
    CITATION.cff        how to cite it                   LICENSE             under which licence it is
    SHA256SUMS          checksums, for ``sha256sum -c``

The same graph gives the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
from pathlib import Path

from policykg import resources
from policykg.analyse.figures import figures_of
from policykg.analyse.names import base_of
from policykg.errors import GraphError
from policykg.rdf.catalog import Distribution, release_description, written
from policykg.store import Graph
from policykg.store.folder import QUADS, RECORDS, check_whole

LICENCE = "MIT"
SUMS = "SHA256SUMS"

_NOTICE = """SPDX-License-Identifier: {licence}
Copyright (c) 2026 the policykg developers

Statements, ontology, shapes and queries are under the {licence} licence. The papers that are quoted are documents of
state organs, to which copyright does not apply (Copyright Law of the People's Republic of China, article 5).
"""
_CITATION = """cff-version: 1.2.0
type: dataset
message: Please cite this dataset as below, and the papers it quotes by their numbers.
title: "{title}"
version: "{version}"
license: {licence}
authors:
  - name: the policykg developers
identifiers:
  - type: other
    value: "sha256:{digest}"
    description: The SHA-256 of graph.nq, all statements in order.
"""
_TITLE = "policykg: Chinese government policy papers as a knowledge graph"
_MAIN = {
    "graph.nq.gz": ("application/n-quads", "All statements, as N-Quads with a named graph a paper"),
    "records.jsonl.gz": ("application/jsonl", "The item records, one JSON object a line"),
    "ontology/policy.ttl": ("text/turtle", "The ontology"),
    "ontology/roles.ttl": ("text/turtle", "The code lists"),
    "ontology/examples.ttl": ("text/turtle", "One example a term"),
}


def write_release(graph: Graph, target: Path) -> tuple[str, ...]:
    """Write a release of a graph from a folder; return the names of its files.

    It appears whole or not at all, in the place of a release that was there before. Raises GraphError when ``target``
    holds anything else.
    """
    if graph.folder is None:
        raise GraphError("a graph in memory cannot be released; open one from a folder")
    if target.exists() and not (target.is_dir() and (not any(target.iterdir()) or (target / SUMS).is_file())):
        raise GraphError(f"{target}: holds something that is no release; nothing was written; choose another folder")
    aside = target.with_name(f".{target.name}.part")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        _write(graph, graph.folder, aside)
        shutil.rmtree(target, ignore_errors=True)
        aside.rename(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return tuple(sorted(p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()))


def _write(graph: Graph, source: Path, folder: Path) -> None:
    check_whole(source, graph.meta)
    folder.mkdir(parents=True)
    digest = _zip(source / QUADS, folder / "graph.nq.gz")
    _zip(source / RECORDS, folder / "records.jsonl.gz")
    for kind, suffix in (("ontology", ".ttl"), ("shapes", ".ttl"), ("queries", ".rq")):
        (folder / kind).mkdir()
        for name in resources.names(kind, suffix):
            (folder / kind / name).write_text(resources.read_text(kind, name), encoding="utf-8")
    version = str(graph.meta.get("version", ""))
    (folder / "LICENSE").write_text(_NOTICE.format(licence=LICENCE), encoding="utf-8")
    citation = _CITATION.format(title=_TITLE, version=version, licence=LICENCE, digest=digest)
    (folder / "CITATION.cff").write_text(citation, encoding="utf-8")
    files = [_distribution(folder, name) for name in _MAIN]
    cited = f"the policykg developers: {_TITLE}, version {version}, sha256:{digest}"
    about = release_description(figures_of(graph), files, version, LICENCE, cited, base_of(graph))
    (folder / "dataset.ttl").write_bytes(written(about))
    sums = [f"{_sha256(p)}  {p.relative_to(folder).as_posix()}\n" for p in sorted(folder.rglob("*")) if p.is_file()]
    (folder / SUMS).write_text("".join(sums), encoding="utf-8")


def _distribution(folder: Path, name: str) -> Distribution:
    media_type, title = _MAIN[name]
    file = folder / name
    return Distribution(name, media_type, title, file.stat().st_size, _sha256(file))


def _zip(source: Path, target: Path) -> str:
    """Compress a file without its name and time; return the SHA-256 of what it holds."""
    digest = hashlib.sha256()
    with (
        source.open("rb") as given,
        target.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed,
    ):
        while chunk := given.read(1 << 20):
            digest.update(chunk)
            packed.write(chunk)
    return digest.hexdigest()


def _sha256(file: Path) -> str:
    with file.open("rb") as given:
        return hashlib.file_digest(given, "sha256").hexdigest()
