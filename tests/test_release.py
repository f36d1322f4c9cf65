"""A release holds what it says: checksums, counts, forms that parse, the same bytes every time."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import rdflib
from rdflib import DCTERMS, RDF, URIRef

from policykg import resources
from policykg.analyse.release import write_release
from policykg.errors import GraphError
from policykg.rdf.vocab import BASE, DCAT, POL, SPDX, VOID
from policykg.store import Graph, open_graph

Run = Callable[..., CompletedProcess[str]]


@pytest.fixture(scope="module")
def dump(kg: Path, run_cli: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "release"
    result = run_cli("export", "-g", kg, "--dump", folder, "--lang", "en")
    assert result.returncode == 0, result.stderr
    assert result.stdout == "" and "files" in result.stderr
    return folder


@pytest.fixture(scope="module")
def about(dump: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(dump / "dataset.ttl", publicID="http://release/")


def test_the_checksums_are_those_of_all_files(dump: Path) -> None:
    lines = (dump / "SHA256SUMS").read_text().splitlines()
    told = dict(reversed(line.split("  ", 1)) for line in lines)
    files = {p.relative_to(dump).as_posix(): p for p in dump.rglob("*") if p.is_file() and p.name != "SHA256SUMS"}
    assert told == {name: hashlib.sha256(p.read_bytes()).hexdigest() for name, p in files.items()}
    program = shutil.which("sha256sum")
    if program:
        subprocess.run([program, "-c", "--quiet", "SHA256SUMS"], cwd=dump, check=True)


def test_statements_and_records_are_those_of_the_graph(dump: Path, kg: Path) -> None:
    assert gzip.decompress((dump / "graph.nq.gz").read_bytes()) == (kg / "graph.nq").read_bytes()
    assert gzip.decompress((dump / "records.jsonl.gz").read_bytes()) == (kg / "records.jsonl").read_bytes()


def test_the_description_counts_what_is_there(about: rdflib.Graph, dump: Path, kg: Path) -> None:
    dataset, void = URIRef(BASE + "dataset"), rdflib.Namespace(VOID)
    lines = (kg / "graph.nq").read_text(encoding="utf-8").splitlines()
    assert int(str(about.value(dataset, void.triples))) == len(lines)
    items = sum(f"<{RDF.type}> <{POL}PolicyItem> " in line for line in lines)
    (part,) = about.subjects(void["class"], URIRef(POL + "PolicyItem"))
    assert int(str(about.value(part, void.entities))) == items > 100
    leads = sum(line.split(" ")[1] == f"<{POL}leads>" for line in lines)
    (part,) = about.subjects(void.property, URIRef(POL + "leads"))
    assert int(str(about.value(part, void.triples))) == leads > 100
    assert (dataset, RDF.type, URIRef(DCAT + "Dataset")) in about
    assert str(about.value(dataset, DCTERMS.license)).endswith("/MIT")
    assert {o.language for o in about.objects(dataset, DCTERMS.title)} == {"zh", "en"}  # type: ignore[union-attr]


def test_every_distribution_is_there_with_its_size_and_checksum(about: rdflib.Graph, dump: Path) -> None:
    dcat, spdx = rdflib.Namespace(DCAT), rdflib.Namespace(SPDX)
    found = list(about.subjects(RDF.type, dcat.Distribution))
    assert len(found) == 5
    for node in found:
        file = dump / str(about.value(node, dcat.downloadURL)).removeprefix("http://release/")
        assert file.stat().st_size == int(str(about.value(node, dcat.byteSize)))
        checksum = about.value(node, spdx.checksum)
        assert checksum is not None
        assert str(about.value(checksum, spdx.checksumValue)) == hashlib.sha256(file.read_bytes()).hexdigest()


def test_ontology_shapes_and_queries_are_all_there(dump: Path) -> None:
    for kind, suffix in (("ontology", ".ttl"), ("shapes", ".ttl"), ("queries", ".rq")):
        assert tuple(sorted(p.name for p in (dump / kind).iterdir())) == resources.names(kind, suffix)
    for file in sorted(dump.glob("*/*.ttl")):
        rdflib.Graph().parse(file)


def test_the_citation_can_be_read(dump: Path, kg: Path) -> None:
    text = (dump / "CITATION.cff").read_text(encoding="utf-8")
    cited = dict(line.split(": ", 1) for line in text.splitlines() if line[:1].isalpha() and ": " in line)
    assert cited["cff-version"] == "1.2.0" and cited["type"] == "dataset" and cited["license"] == "MIT"
    assert json.loads(cited["version"]) == json.loads((kg / "meta.json").read_text())["version"]
    digest = hashlib.sha256((kg / "graph.nq").read_bytes()).hexdigest()
    assert f'value: "sha256:{digest}"' in text
    assert "MIT" in (dump / "LICENSE").read_text()


def test_the_same_graph_gives_the_same_bytes(dump: Path, kg: Path, tmp_path: Path) -> None:
    names = write_release(open_graph(kg), tmp_path / "again")
    assert names == tuple(sorted(p.relative_to(dump).as_posix() for p in dump.rglob("*") if p.is_file()))
    for name in names:
        assert (tmp_path / "again" / name).read_bytes() == (dump / name).read_bytes(), name


def test_a_release_takes_the_place_of_one_but_of_nothing_else(kg: Path, tmp_path: Path) -> None:
    target = tmp_path / "here"
    write_release(open_graph(kg), target)
    (target / "stale.txt").write_text("x")
    write_release(open_graph(kg), target)
    assert not (target / "stale.txt").exists()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("x")
    with pytest.raises(GraphError, match="no release"):
        write_release(open_graph(kg), mine)
    assert [p.name for p in mine.iterdir()] == ["thesis.txt"]
    with pytest.raises(GraphError, match="in memory"):
        write_release(Graph.of([]), tmp_path / "none")
