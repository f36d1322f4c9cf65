"""Each shape has a file that passes and a file that fails; findings speak plainly; the sample corpus conforms."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, SH
from tests.sample_corpus import CORPUS, PLAN_INFO

from policykg import resources
from policykg.errors import GraphError
from policykg.rdf import iri, vocab
from policykg.rdf.quads import corpus_quads
from policykg.rdf.shacl import Finding, check, conforms, shape_names, validate
from policykg.rdf.vocab import Code, Ext, Pol

CASES = Path(__file__).parent / "cases" / "shapes"
# Shapes whose every failing file must name the class or relation they guard.
EVIDENCED = ("Assignment", "Target", "Funding", "Derivation", "Concern", "CitationEvidence")


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    graph = rdflib.Graph()
    for name in resources.names("shapes", ".ttl"):
        graph.parse(data=resources.read_text("shapes", name), format="turtle")
    return graph


def _case(name: str, kind: str) -> tuple[Finding, ...]:
    graph = rdflib.Graph()
    graph.parse(CASES / f"{name}.{kind}.ttl")
    return check(graph, "zh", shapes=[name])


def test_every_shape_has_its_two_cases_and_no_case_is_left_over() -> None:
    wanted = {f"{name}.{kind}.ttl" for name in shape_names() for kind in ("pass", "fail")}
    assert wanted == {p.name for p in CASES.iterdir()}
    assert len(shape_names()) >= 25


@pytest.mark.parametrize("name", shape_names())
def test_passing_file(name: str) -> None:
    assert _case(name, "pass") == ()


@pytest.mark.parametrize("name", shape_names())
def test_failing_file(name: str, shapes: rdflib.Graph) -> None:
    findings = _case(name, "fail")
    assert findings
    parts = {str(o).removeprefix(vocab.SHAPE) for o in shapes.objects(rdflib.URIRef(vocab.SHAPE + name), SH.property)}
    assert {f.shape for f in findings} <= parts | {name}
    # the file shows what the shape is for: each of its parts speaks
    assert parts <= {f.shape for f in findings}


@pytest.mark.parametrize("name", shape_names())
def test_every_shape_speaks_zh_and_en_and_has_a_severity(name: str, shapes: rdflib.Graph) -> None:
    node = rdflib.URIRef(vocab.SHAPE + name)
    assert (node, RDF.type, SH.NodeShape) in shapes
    speaking = [*shapes.objects(node, SH.property)]
    if (node, SH.message, None) in shapes:
        speaking.append(node)
    assert speaking
    for part in speaking:
        assert sorted(str(m.language) for m in shapes.objects(part, SH.message)) == ["en", "zh"]  # type: ignore[union-attr]
        (severity,) = shapes.objects(part, SH.severity)
        assert severity in {SH.Violation, SH.Warning, SH.Info}


def test_evidence_is_asked_of_every_class_that_states_something(shapes: rdflib.Graph) -> None:
    for name, paths in {
        "evidence": {Ext.NIF_BEGIN_INDEX, Ext.NIF_END_INDEX, Ext.NIF_ANCHOR_OF, Pol.SOURCE, Pol.RULE},
        "score": {Pol.SCORE},
    }.items():
        node = rdflib.URIRef(vocab.SHAPE + name)
        assert {str(c) for c in shapes.objects(node, SH.targetClass)} >= {vocab.POL + c for c in EVIDENCED}
        required = {
            str(shapes.value(p, SH.path))
            for p in shapes.objects(node, SH.property)
            if shapes.value(p, SH.minCount) == rdflib.Literal(1) and shapes.value(p, SH.severity) == SH.Violation
        }
        assert required == {str(p) for p in paths}


def test_every_emitted_class_has_a_shape(shapes: rdflib.Graph) -> None:
    emitted = {
        line.split(" ")[2].strip("<>")
        for line in corpus_quads(CORPUS, ontology=False)
        if line.split(" ")[1] == f"<{Ext.TYPE}>"
    }
    assert emitted <= {str(c) for c in shapes.objects(None, SH.targetClass)}


def test_the_sample_corpus_conforms() -> None:
    assert validate(corpus_quads(CORPUS)) == ()


@pytest.mark.parametrize(
    ("predicate", "shape"),
    [
        (Ext.NIF_BEGIN_INDEX, "evidence-begin"),
        (Ext.NIF_ANCHOR_OF, "evidence-words"),
        (Pol.SOURCE, "evidence-source"),
        (Pol.RULE, "evidence-rule"),
        (Pol.SCORE, "score-value"),
    ],
)
def test_an_assignment_without_evidence_is_an_error(predicate: str, shape: str) -> None:
    node = iri.iri("assignment", "聊政字-2023-12.附件1.5.1")
    kept = [line for line in corpus_quads(CORPUS) if not line.startswith(f"<{node}> <{predicate}> ")]
    findings = validate(kept, "en")
    assert [f.shape for f in findings] == [shape]
    (finding,) = findings
    assert not conforms(findings)
    assert finding.severity == "error"
    assert finding.focus == "assignment:聊政字-2023-12.附件1.5.1"
    assert finding.document == f"doc:{PLAN_INFO.key}"
    assert finding.path == iri.short(predicate)
    assert finding.message == finding.en != finding.zh
    assert validate("\n".join(kept), "zh")[0].message == finding.zh


def test_silent_absence_is_an_error() -> None:
    kept = [
        line for line in corpus_quads(CORPUS) if f"<{Pol.NOT_ASSIGNED}> <{iri.iri('doc', PLAN_INFO.key)}>" not in line
    ]
    assert [f.shape for f in validate(kept)] == ["absence"]


def test_warnings_do_not_hinder_conformance() -> None:
    kept = [line for line in corpus_quads(CORPUS) if f"<{Ext.ELI_DATE_DOCUMENT}>" not in line]
    findings = validate(kept)
    assert [(f.severity, f.shape, f.focus) for f in findings] == [
        ("warning", "read-document-date", f"doc:{PLAN_INFO.key}")
    ]
    assert conforms(findings)


def test_findings_do_not_depend_on_the_order_of_lines() -> None:
    lines = [line for line in corpus_quads(CORPUS) if f"<{Code.LEADS}> <" not in line]
    findings = validate(lines)
    assert findings and findings == validate(reversed(lines))


def test_what_is_no_nquads_is_refused_with_its_line() -> None:
    with pytest.raises(GraphError, match="line 2"):
        validate(["", "<http://example.org/a> nonsense .\n"])
