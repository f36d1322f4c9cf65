"""vocab.py, the ontology, the code lists and the shapes name the same terms, and say what they mean in zh and en."""

from __future__ import annotations

import ast
import re
import typing
from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS

import policykg.rdf
from policykg import model, records, resources
from policykg.analyse import coverage
from policykg.rdf import vocab
from policykg.rdf.quads import ontology_quads
from policykg.rdf.vocab import CODE, POL, VOCABULARIES, Code, Ext, Pol


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    graph = rdflib.Graph()
    for name in resources.names("ontology", ".ttl"):
        graph.parse(data=resources.read_text("ontology", name), format="turtle")
    return graph


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    graph = rdflib.Graph()
    for name in resources.names("shapes", ".ttl"):
        graph.parse(data=resources.read_text("shapes", name), format="turtle")
    return graph


def _subjects(graph: rdflib.Graph, namespace: str) -> set[str]:
    return {str(s) for s in graph.subjects() if str(s).startswith(namespace)}


def test_vocab_names_exactly_the_terms_of_the_ontology(ontology: rdflib.Graph) -> None:
    assert set(Pol) == _subjects(ontology, POL)
    assert set(Code) == _subjects(ontology, CODE)


def test_shapes_use_only_known_terms(shapes: rdflib.Graph) -> None:
    known = {*map(str, Pol), *map(str, Code)}
    used = {str(t) for triple in shapes for t in triple if str(t).startswith((POL, CODE))}
    assert used, "no shapes were found"
    assert used <= known


def _named_in(text: str) -> set[str]:
    """Return the IRIs of our terms that a text names, prefixed or in full: queries, shapes, code."""
    found = {{"pol": POL, "code": CODE}[p] + n for p, n in re.findall(r"(?<![\w:-])(pol|code):([A-Za-z][\w-]*)", text)}
    return found | {x for x in re.findall(r"<([^<>\s{}]+)>", text) if x.startswith((POL, CODE))} - {POL, CODE}


@pytest.mark.parametrize("folder,ending", [("queries", ".rq"), ("shapes", ".ttl")])
def test_queries_and_shapes_name_only_terms_that_exist(folder: str, ending: str, ontology: rdflib.Graph) -> None:
    known = _subjects(ontology, POL) | _subjects(ontology, CODE)
    used = {name: _named_in(resources.read_text(folder, name)) for name in resources.names(folder, ending)}
    assert {name: sorted(terms - known) for name, terms in used.items() if terms - known} == {}
    assert used and all(used.values()), "every file names a term of ours"


def test_a_name_that_nothing_declares_is_found() -> None:
    text = f"?a pol:leads/pol:nosuch ?b . <{POL}neither> code:based-on {{ ?x <urn:x-pol:other> ?y }}"
    assert _named_in(text) == {Pol.LEADS, POL + "nosuch", POL + "neither", Code.BASED_ON}


def test_sparql_in_the_program_names_only_terms_that_exist(ontology: rdflib.Graph) -> None:
    known = _subjects(ontology, POL) | _subjects(ontology, CODE)
    package = Path(policykg.rdf.__file__).parent.parent
    used = {p.name: _named_in(p.read_text(encoding="utf-8")) - known for p in sorted(package.rglob("*.py"))}
    assert {name: sorted(unknown) for name, unknown in used.items() if unknown} == {}


@pytest.mark.parametrize("term", list(Pol))
def test_every_term_has_label_and_comment_in_zh_and_en(ontology: rdflib.Graph, term: Pol) -> None:
    for said in (RDFS.label, RDFS.comment):
        languages = sorted(str(o.language) for o in ontology.objects(rdflib.URIRef(term), said))  # type: ignore[union-attr]
        assert languages == ["en", "zh"], said


@pytest.mark.parametrize("concept", list(Code))
def test_every_concept_has_label_and_definition_in_zh_and_en(ontology: rdflib.Graph, concept: Code) -> None:
    node = rdflib.URIRef(concept)
    for said in (SKOS.prefLabel, SKOS.definition):
        languages = sorted(str(o.language) for o in ontology.objects(node, said))  # type: ignore[union-attr]
        assert languages == ["en", "zh"], said
    kinds = set(ontology.objects(node, RDF.type))
    assert kinds in ({SKOS.Concept}, {SKOS.ConceptScheme})
    if kinds == {SKOS.Concept}:
        schemes = set(ontology.objects(node, SKOS.inScheme))
        assert len(schemes) == 1
        assert (schemes.pop(), RDF.type, SKOS.ConceptScheme) in ontology


def test_the_values_of_the_model_have_their_concepts(ontology: rdflib.Graph) -> None:
    def values(owner: type, name: str) -> set[str]:
        found: set[str] = set()
        for part in (hint := typing.get_type_hints(owner)[name], *typing.get_args(hint)):
            if typing.get_origin(part) is typing.Literal:
                found.update(typing.get_args(part))
        return found - {""}

    noted = {str(o) for o in ontology.objects(None, SKOS.notation)}
    wanted = {
        "roles": set(typing.get_args(model.Role)),
        "comparators": values(model.Quantity, "comparator"),
        "modes": values(model.Quantity, "mode"),
        "frequencies": values(model.Quantity, "frequency"),
        "citation-kinds": values(model.Citation, "relation"),
        "derivation-kinds": values(records.Upstream, "kind"),
        "alignment-kinds": values(records.Alignment, "kind"),
        "levels": set(typing.get_args(model.Level)) - {""},
        "document-kinds": values(model.Instrument, "kind"),
        "item-kinds": set(typing.get_args(model.ItemKind)),
        "actions": values(model.Appointment, "action"),
        "instruments": set(typing.get_args(model.FundingInstrument)) - {""},
        "coverage-states": set(coverage.WORDS),
    }
    for scheme, expected in wanted.items():
        concepts = set(ontology.subjects(SKOS.inScheme, rdflib.URIRef(CODE + scheme)))
        assert {str(n) for c in concepts for n in ontology.objects(c, SKOS.notation)} == expected, scheme
    assert set(vocab.COMPARATORS) == wanted["comparators"] <= noted
    assert set(vocab.ROLES) == set(vocab.DIRECT_ROLES) == wanted["roles"]
    assert set(vocab.CITATIONS) == wanted["citation-kinds"]
    assert set(vocab.PLACE_CLASSES) == values(model.Place, "kind")
    assert set(vocab.BODY_CLASSES) == values(records.Agency, "kind")
    assert set(vocab.QUANTITY_CLASSES) == values(model.Quantity, "kind")


def test_the_ontology_has_a_version_and_no_blank_nodes(ontology: rdflib.Graph) -> None:
    (version,) = ontology.objects(rdflib.URIRef(vocab.ONTOLOGY), OWL.versionIRI)
    assert str(version).startswith(vocab.ONTOLOGY + "/")
    assert not [t for triple in ontology for t in triple if isinstance(t, rdflib.BNode)]


def test_the_ontology_keeps_to_owl_2_rl(ontology: rdflib.Graph) -> None:
    # Terms of OWL that OWL 2 RL allows with named classes only (OWL 2 Profiles, section 4): no bnodes, see above.
    # The OWL API says the same, see test_owl_api.py.
    allowed = {OWL.Ontology, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.TransitiveProperty}
    allowed |= {OWL.SymmetricProperty, OWL.AnnotationProperty}
    allowed |= {OWL.versionIRI, OWL.versionInfo, OWL.disjointWith}
    used = {t for triple in ontology for t in triple if str(t).startswith(str(OWL))}
    assert used <= allowed


def test_every_name_is_declared(ontology: rdflib.Graph) -> None:
    # OWL 2 Structural Specification, section 5.8.1: a term that no file declares is read as an annotation, or not at all.
    declared = set(ontology.subjects(RDF.type))
    named = {o for p in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain) for o in ontology.objects(None, p)}
    named |= {o for o in ontology.objects(None, RDFS.range) if not str(o).startswith((vocab.XSD, vocab.RDFS))}
    named |= {p for p in ontology.predicates() if not str(p).startswith((vocab.OWL, vocab.RDFS, vocab.RDF))}
    assert named - declared == set()


def test_properties_have_one_kind_and_known_domains(ontology: rdflib.Graph) -> None:
    classes = set(ontology.subjects(RDF.type, OWL.Class))
    objects = set(ontology.subjects(RDF.type, OWL.ObjectProperty))
    values = set(ontology.subjects(RDF.type, OWL.DatatypeProperty))
    assert objects and values and not objects & values
    for domain in ontology.objects(None, RDFS.domain):
        assert domain in classes
    for prop, range_ in ontology.subject_objects(RDFS.range):
        if prop in objects and str(range_).startswith(POL):
            assert range_ in classes, prop
        if prop in values:
            assert str(range_).startswith((vocab.XSD, vocab.RDFS)), prop


def test_external_names_exist_where_rdflib_knows_the_vocabulary(ontology: rdflib.Graph) -> None:
    closed = {vocab.ORG: rdflib.ORG, vocab.PROV: rdflib.PROV, vocab.SKOS: SKOS, vocab.FOAF: rdflib.FOAF}
    closed |= {vocab.DCTERMS: rdflib.DCTERMS, vocab.TIME: rdflib.TIME}
    used = {str(t) for triple in ontology for t in triple if isinstance(t, rdflib.URIRef)} | {*map(str, Ext)}
    for namespace, known in closed.items():
        for term in (t for t in used if t.startswith(namespace)):
            assert rdflib.URIRef(term) in known, term


# Read from the ontologies: ELI 1.5 (data.europa.eu/eli/ontology), NIF core 2.1 (NLP2RDF/ontologies), QUDT 2.1,
# CPOV 2.1.2 (SEMICeu/CPOV, releases/2.1.2/voc), OWL-Time (w3c/sdw, time/rdf/time.ttl).
PUBLISHED = {
    vocab.ELI: {
        "LegalResource", "LegalResourceSubdivision", "Organization", "AdministrativeArea", "applies", "based_on", "changes",
        "cites", "is_part_of", "id_local", "title", "date_document", "passed_by", "jurisdiction",
    },
    vocab.NIF: {"String", "beginIndex", "endIndex", "anchorOf"},
    vocab.QUDT: {"QuantityValue", "numericValue", "hasUnit"},
    vocab.M8G: {"PublicOrganisation"},
    vocab.TIME: {"unitYear", "unitMonth"},
}  # fmt: skip


def test_external_names_are_published_names(ontology: rdflib.Graph) -> None:
    used = {str(t) for triple in ontology for t in triple if isinstance(t, rdflib.URIRef)} | {*map(str, Ext)}
    for namespace, names in PUBLISHED.items():
        found = {t.removeprefix(namespace) for t in used if t.startswith(namespace)}
        assert found <= names


def test_bodies_and_frequencies_are_aligned_as_cpov_and_owl_time_describe_them(ontology: rdflib.Graph) -> None:
    # CPOV's context (SEMICeu/CPOV, releases/2.1.2/context): purpose is org:purpose, spatial is dcterms:spatial.
    for term, parent in ((Pol.FUNCTION, rdflib.ORG.purpose), (Pol.JURISDICTION, rdflib.DCTERMS.spatial)):
        assert (rdflib.URIRef(term), RDFS.subPropertyOf, parent) in ontology
    units = {rdflib.URIRef(Code.YEAR): rdflib.TIME.unitYear, rdflib.URIRef(Code.MONTH): rdflib.TIME.unitMonth}
    assert dict(ontology.subject_objects(SKOS.relatedMatch)) == units


def test_iri_literals_stand_only_in_vocab() -> None:
    package = Path(policykg.rdf.__file__).parent.parent
    found = []
    for path in sorted(package.rglob("*.py")):
        if path.name == "vocab.py" or "assets" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {
            node.body[0].value
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or node in docstrings:
                continue
            if any(namespace in node.value for namespace in VOCABULARIES.values()):
                found.append(f"{path.name}:{node.lineno}")
    assert not found


def test_ontology_quads_follow_the_base() -> None:
    lines = list(ontology_quads("http://example.org/kg/"))
    assert lines == sorted(set(lines))
    assert all(line.endswith(" <http://example.org/kg/graph/shared> .") for line in lines)
    # the terms themselves do not move with the base
    assert any(line.startswith(f"<{Pol.LEADS}> ") for line in lines)


def test_states_of_coverage_are_called_alike_in_reports_and_ontology(ontology: rdflib.Graph) -> None:
    for state, (zh, en) in coverage.WORDS.items():
        labels = {str(o) for o in ontology.objects(rdflib.URIRef(f"{CODE}coverage-{state}"), SKOS.prefLabel)}
        assert labels == {zh, en}
