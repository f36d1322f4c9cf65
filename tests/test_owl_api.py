"""The ontology in the OWL API, the library that Protégé is made of: it loads, and keeps to OWL 2 DL and OWL 2 RL.

Needs Java and Debian's libowlapi-java; where they are missing, the tests say that they did not run.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from policykg.rdf.ontology import load_ontology, ontology_written
from policykg.rdf.vocab import POL
from policykg.store import open_graph

ROOT = Path(__file__).resolve().parent.parent
JARS = Path("/usr/share/java")

Lines = list[list[str]]


def check(*files: Path) -> Lines:
    java = shutil.which("java")
    if java is None or shutil.which("javac") is None or not (JARS / "owlapi-distribution.jar").exists():
        pytest.skip("NOT TESTED: no OWL API (apt-get install libowlapi-java default-jdk-headless)")
    program = ROOT / "tests" / "tools" / "OwlCheck.java"
    told = subprocess.run([java, "-cp", f"{JARS}/*", program, *files], capture_output=True, text=True, encoding="utf-8")
    assert told.returncode == 0, told.stderr[-2000:]
    return [line.split("\t") for line in told.stdout.splitlines()]


def test_every_form_loads_and_keeps_to_owl_2_rl(tmp_path: Path) -> None:
    files = [tmp_path / f"policy.{form}" for form in ("ttl", "nt", "rdfxml")]
    for file in files:
        file.write_bytes(ontology_written(file.suffix[1:]))
    lines = check(*files)
    assert [x for x in lines if x[0] != "read"] == []
    assert len(lines) == 3 and len({tuple(x[2:]) for x in lines}) == 1
    terms = load_ontology().terms
    _, _, axioms, classes, relations, _ = lines[0]
    assert int(axioms) > 1000
    assert int(classes) > sum(t.kind == "class" for t in terms) > 25
    assert int(relations) > sum(t.kind == "relation" for t in terms) > 25


def test_what_breaks_the_profile_is_found(tmp_path: Path) -> None:
    file = tmp_path / "broken.ttl"
    wrong = f"""
        <{POL}Made> a owl:Class ; rdfs:subClassOf
            [ a owl:Class ; owl:unionOf ( <{POL}Agency> <{POL}Project> ) ] .
        <{POL}made> a owl:DatatypeProperty ; rdfs:range xsd:date ."""
    file.write_bytes(ontology_written() + wrong.encode())
    found = {x[0] for x in check(file) if x[0] != "read"}
    assert found == {"OWL2_DL", "OWL2_RL"}


def test_the_whole_graph_loads(kg: Path, run_cli, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    graph = tmp_path / "graph.ttl"
    assert run_cli("export", "-g", kg, "--format", "ttl", "-o", graph).returncode == 0
    both = tmp_path / "both.ttl"
    both.write_bytes(ontology_written() + graph.read_bytes())
    (read,) = (x for x in check(both) if x[0] == "read")
    ours = f'FILTER(STRSTARTS(STR(?kind), "{POL}"))'
    nodes = open_graph(kg).select(f"SELECT (COUNT(DISTINCT ?node) AS ?n) {{ ?node a ?kind {ours} }}").column("n")[0]
    assert int(read[5]) >= int(str(nodes)) > 3000  # individuals: items, bodies, assignments …
