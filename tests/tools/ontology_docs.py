"""Write the ontology's pages and its examples from the sample papers.

``build/docs/ontology.zh.html`` and ``ontology.en.html`` are rendered from the Turtle; ``ontology/examples.ttl`` gives
each term a statement of the sample papers as skos:example. ``make docs`` runs this; tests/test_ontology_docs.py holds
every example against the graph.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from policykg.rdf import iri
from policykg.rdf.ontology import OntologyTerm, load_ontology, ontology_graph
from policykg.store import Graph, Term, open_graph

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "ontology" / "examples.ttl"
HEAD = """# One statement of the sample papers for each term that they use; written by `make docs`.

@prefix pol: <https://w3id.org/policykg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

"""
# Names of persons, and what says nothing out of its place.
WITHOUT = frozenset(("Person", "participant", "sha256", "line", "message"))
LONGEST = 44
PREFERRED = "聊政字-2023-12.附件1.6"


def build(folder: Path) -> Graph:
    """Build the sample papers into ``folder``."""
    from policykg.cli import main

    main(["build", str(ROOT / "data" / "corpus"), "-o", str(folder), "--quiet"], standalone_mode=False)
    return open_graph(folder, memory=True)


def example(graph: Graph, term: OntologyTerm) -> str:
    """Return a short statement that uses a term, "" when there is none; the same graph gives the same one."""
    prefixes = "".join(f"PREFIX {p}: <{n}>\n" for p, n in iri.prefixes().items())
    where = f"?s a <{term.iri}>" if term.kind == "class" else f"?s <{term.iri}> ?o"
    rows = graph.select(f"{prefixes}SELECT ?s ?o {{ {where} }}").sorted_by().rows
    found = []
    for s, o in rows:
        said = f"pol:{term.name} {written(o)}" if o is not None else f"a pol:{term.name}"
        subject = iri.short(s.value) if s is not None else ""
        if "://" not in subject + said and len(subject) <= LONGEST and len(said) <= LONGEST and "\n" not in said:
            found.append(f"{subject} {said}")
    liked = [x for x in found if PREFERRED + " " in x or PREFERRED + "." in x]
    return min(liked or found, key=len, default="")


def written(term: Term) -> str:
    """Return a term as Turtle has it, datatypes left out."""
    if term.kind == "iri":
        return iri.short(term.value)
    if not isinstance(term.plain, str):
        return term.value
    text = term.value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"@{term.lang}' if term.lang else f'"{text}"'


def examples(graph: Graph) -> str:
    """Return ``examples.ttl``."""
    lines = []
    for term in load_ontology().terms:
        if term.name not in WITHOUT and (said := example(graph, term)):
            text = said.replace("\\", "\\\\").replace('"', '\\"')
            lines.append(f'pol:{term.name} skos:example "{text}" .\n')
    return HEAD + "".join(lines)


def write_pages(folder: Path) -> None:
    """Write the pages in both languages."""
    from policykg.view.ontology_page import ontology_html

    folder.mkdir(parents=True, exist_ok=True)
    for lang in ("zh", "en"):
        (folder / f"ontology.{lang}.html").write_text(ontology_html(lang), encoding="utf-8")


def main() -> int:
    """Write examples and pages."""
    from policykg import resources

    with tempfile.TemporaryDirectory() as folder:
        EXAMPLES.write_text(examples(build(Path(folder) / "kg")), encoding="utf-8")
    for cached in (resources.read_text, ontology_graph, load_ontology):
        cached.cache_clear()
    write_pages(ROOT / "build" / "docs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
