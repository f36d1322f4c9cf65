"""The ontology as a page, rendered from its Turtle: terms with examples, code lists, a diagram."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from policykg.rdf.ontology import Ontology, OntologyTerm, load_ontology, short
from policykg.rdf.vocab import CODE, POL, Ext, Pol
from policykg.view.entity_page import TERMS
from policykg.view.page import asset, digest, environment
from policykg.view.site import Frame, page_html, tag
from policykg.view.site_words import said

WORDS: Mapping[str, tuple[str, str]] = {
    "version": ("版本", "Version"),
    "licence": ("许可", "Licence"),
    "diagram": ("主要的类与关系", "The main classes and relations"),
    "contents": ("目录", "Contents"),
    "class": ("类", "Classes"),
    "relation": ("关系（对象属性）", "Relations (object properties)"),
    "attribute": ("属性（数据属性）", "Attributes (datatype properties)"),
    "individual": ("个体", "Individuals"),
    "lists": ("代码表", "Code lists"),
    "above": ("上位", "Narrower than"),
    "disjoint": ("不相交", "Disjoint with"),
    "domain": ("定义域", "Domain"),
    "range": ("值域", "Range"),
    "example": ("示例", "Example"),
    "deprecated": ("已弃用", "Deprecated"),
    "changes": ("变更记录", "Changes"),
    "rules": ("版本与弃用规则", "Versions and deprecation"),
    "notation": ("代码", "Code"),
    "name": ("名称", "Name"),
    "meaning": ("含义", "Meaning"),
    "colon": ("：", ": "),
}

# Where the main classes stand in the diagram: column and row.
_PLACES: Mapping[str, tuple[int, int]] = {
    Pol.PLACE: (0, 0),
    Pol.BODY: (0, 1),
    Pol.FUNCTION_CLASS: (0, 3),
    Pol.POLICY_DOCUMENT: (1, 0),
    Pol.ASSIGNMENT: (1, 2),
    Pol.POLICY_ITEM: (2, 1),
    Pol.CITATION_EVIDENCE: (2, 0),
    Pol.DERIVATION: (3, 0),
    Pol.QUANTITY: (3, 2),
    Pol.CONCERN: (3, 1),
    Pol.EVIDENCED_STATEMENT: (2, 3),
    Pol.SOURCE_CLASS: (3, 3),
}
# Relations that the diagram shows beside those whose domain and range are two of its classes.
_MORE: tuple[tuple[str, str, str], ...] = (
    (Pol.ASSIGNMENT, Pol.ITEM, Pol.POLICY_ITEM),
    (Pol.CONCERN, Pol.ITEM, Pol.POLICY_ITEM),
    (Pol.DERIVATION, Pol.ITEM, Pol.POLICY_ITEM),
    (Pol.EVIDENCED_STATEMENT, Pol.SOURCE, Pol.SOURCE_CLASS),
    (Pol.CITATION_EVIDENCE, Pol.CITING, Pol.POLICY_ITEM),
    (Pol.POLICY_ITEM, Ext.ELI_IS_PART_OF, Pol.POLICY_DOCUMENT),
)
_BOX, _GAP = (176, 52), (104, 86)


@dataclass(frozen=True, slots=True)
class _Box:
    x: float
    y: float

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + _BOX[0] / 2, self.y + _BOX[1] / 2


def ontology_html(lang: str, address: Callable[[str], str] = str, frame: Frame | None = None) -> str:
    """Return the page in zh or en; ``address`` gives where terms outside the ontology's own namespace are looked up.

    With a frame it is a page of the site, without one a file that stands alone.
    """
    ontology = load_ontology()
    groups = [
        (kind, [t for t in ontology.terms if t.kind == kind])
        for kind in ("class", "relation", "attribute", "individual")
    ]

    def href(iri: str) -> str:
        if iri.startswith(POL):
            return "#" + iri.removeprefix(POL)
        return "#code-" + iri.removeprefix(CODE) if iri.startswith(CODE) else address(iri)

    values: dict[str, Any] = {
        "ontology": ontology,
        "groups": [(kind, terms) for kind, terms in groups if terms],
        "short": short,
        "href": href,
        # concepts of the ontology itself are looked up at their own names
        "anchor": lambda iri: iri.removeprefix(POL) if iri.startswith(POL) else "code-" + iri.removeprefix(CODE),
        "diagram": diagram(ontology, lang),
    }
    if frame is not None:
        return page_html("ontology.html", frame, title=ontology.title[lang], words=WORDS, **values)
    style = asset("site.css")
    return (
        environment()
        .get_template("ontology.html")
        .render(
            layout="alone.html",
            lang=lang,
            tag=tag(lang),
            title=ontology.title[lang],
            words=said(WORDS, lang),
            style=style,
            style_hash=digest(style),
            **values,
        )
    )


def diagram(ontology: Ontology, lang: str) -> Markup:
    """Return the main classes and the relations between them as SVG; relations of one pair share a line."""
    terms = {t.iri: t for t in ontology.terms}
    boxes = {
        iri: _Box(column * (_BOX[0] + _GAP[0]) + 10, row * (_BOX[1] + _GAP[1]) + 10)
        for iri, (column, row) in _PLACES.items()
        if iri in terms
    }
    pairs: dict[tuple[str, str], list[str]] = {}
    at = 0 if lang == "zh" else 1
    for term in ontology.terms:
        if term.kind == "relation":
            for start in term.domain:
                for end in term.range:
                    if start in boxes and end in boxes and start != end:
                        pairs.setdefault((start, end), []).append(term.label[lang])
    for start, by, end in _MORE:
        named = terms[by].label[lang] if by in terms else TERMS[by][at]
        pairs.setdefault((start, end), []).append(named)
    width = max(b.x for b in boxes.values()) + _BOX[0] + 10
    height = max(b.y for b in boxes.values()) + _BOX[1] + 10
    parts = [_edge(boxes[a], boxes[b], found) for (a, b), found in sorted(pairs.items())]
    parts += [_box(box, terms[iri], lang) for iri, box in boxes.items()]
    label = escape(WORDS["diagram"][at])
    return Markup(
        '<svg viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="group" aria-label="{2}">'
        '<defs><marker id="end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0L8 4L0 8z" class="d-end"/></marker></defs>{3}</svg>'
    ).format(f"{width:g}", f"{height:g}", label, Markup("".join(parts)))


def _box(box: _Box, term: OntologyTerm, lang: str) -> Markup:
    x, y = box.middle
    return Markup(
        '<a href="#{0}"><rect x="{1:g}" y="{2:g}" width="{3}" height="{4}" rx="8" class="d-box"/>'
        '<text x="{5:g}" y="{6:g}" text-anchor="middle" font-size="14" font-weight="600" class="d-text">{7}</text>'
        '<text x="{5:g}" y="{8:g}" text-anchor="middle" font-size="11" class="d-soft">pol:{0}</text></a>'
    ).format(term.name, box.x, box.y, *_BOX, x, y - 3, term.label[lang], y + 14)


def _edge(start: _Box, end: _Box, labels: list[str]) -> Markup:
    (x1, y1), (x2, y2) = _border(start, end), _border(end, start)
    x, y = (x1 + x2) / 2, (y1 + y2) / 2 - 6 * (len(labels) - 1)
    lines = Markup("").join(
        Markup('<tspan x="{0:g}" y="{1:g}">{2}</tspan>').format(x, y + 13 * n, label) for n, label in enumerate(labels)
    )
    return Markup(
        '<line x1="{0:g}" y1="{1:g}" x2="{2:g}" y2="{3:g}" class="d-line" stroke-width="1.4" marker-end="url(#end)"/>'
        '<text text-anchor="middle" font-size="11" class="d-label" stroke-width="4" paint-order="stroke">'
        "{4}</text>"
    ).format(x1, y1, x2, y2, lines)


def _border(box: _Box, towards: _Box) -> tuple[float, float]:
    """Return where the line between the middles of two boxes leaves the first."""
    (x, y), (u, v) = box.middle, towards.middle
    dx, dy = u - x, v - y
    reach = min(
        _BOX[0] / 2 / abs(dx) if dx else float("inf"),
        _BOX[1] / 2 / abs(dy) if dy else float("inf"),
    )
    return x + dx * reach, y + dy * reach
