"""What lies around a node, a page at a time, and the shortest way between two: the network that people walk through.

Only nodes that readers know take part (papers, items, bodies, places, projects, functions, persons, targets, funding);
assignments, derivations and the like are the lines between them. Relations go by the names of ``RELATIONS``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policykg.analyse import names
from policykg.errors import LimitError, QueryError
from policykg.rdf import iri as iris
from policykg.rdf.vocab import BODY_CLASSES, PLACE_CLASSES, RDFS, Ext, Pol
from policykg.store import Store
from policykg.store.terms import SortKey, Term, iri

PAGE = 25
"""How many neighbours are given at once."""

MOST = 20_000
"""How many neighbours of a node are looked at."""

REACH = 50_000
"""How many nodes the search for a way between two nodes looks at."""

LABEL = 30
"""Signs of a label; longer ones are cut."""

RELATIONS: Mapping[str, str] = {
    "leads": f"<{Pol.LEADS}>",
    "assists": f"<{Pol.ASSISTS}>",
    "responsible": f"<{Pol.RESPONSIBLE_FOR}>",
    "derivesFrom": f"<{Pol.DERIVES_FROM}>",
    "alignedWith": f"<{Pol.ALIGNED_WITH}>",
    "targets": f"<{Pol.TARGETS}>",
    "funds": f"<{Pol.FUNDS}>",
    "concerns": f"<{Pol.CONCERNS}>",
    "basedOn": f"<{Ext.ELI_BASED_ON}>",
    "cites": f"<{Ext.ELI_CITES}>",
    "partOf": f"<{Ext.ELI_IS_PART_OF}>",
    "passedBy": f"<{Ext.ELI_PASSED_BY}>",
    "succeededBy": f"<{Pol.SUCCEEDED_BY}>",
    "hasMember": f"<{Ext.ORG_HAS_MEMBER}>",
    "subOrganizationOf": f"<{Ext.ORG_SUB_ORGANIZATION_OF}>",
    "function": f"<{Pol.FUNCTION}>",
    "holds": f"^<{Ext.ORG_MEMBER}>/<{Ext.ORG_ORGANIZATION}>",
    "participant": f"^<{Pol.RECORDED_IN}>/<{Ext.ORG_MEMBER}>",
    "jurisdiction": f"<{Pol.JURISDICTION}>|<{Ext.ELI_JURISDICTION}>",
    "within": f"<{Pol.WITHIN}>",
}
"""Relation -> property path from its subject, in the order in which neighbours are listed."""

_CLASSES: Mapping[str, str] = {
    Pol.POLICY_DOCUMENT: "document",
    Pol.POLICY_ITEM: "item",
    **{c: kind for kind, c in BODY_CLASSES.items()},
    **dict.fromkeys(PLACE_CLASSES.values(), "place"),
    Pol.PROJECT: "project",
    Pol.FUNCTION_CLASS: "function",
    Pol.PERSON: "person",
    Pol.TARGET: "target",
    Pol.FUNDING: "funding",
}
KINDS = tuple(dict.fromkeys(_CLASSES.values()))
"""Kinds of nodes, as in ``policykg.rdf.network``."""

_LABELS: tuple[str, ...] = (
    Ext.PREF_LABEL, RDFS + "label", Ext.ELI_ID_LOCAL, Ext.ELI_TITLE, Pol.TITLE, Pol.TEXT, Ext.NIF_ANCHOR_OF,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dot:
    """A node as shown: ``kind`` is one of KINDS, "" for what readers do not look up."""

    iri: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True, order=True)
class Tie:
    """A relation of two dots, by IRI."""

    source: str
    relation: str
    target: str


@dataclass(frozen=True, slots=True)
class Around:
    """A page of the neighbourhood of ``centre``.

    ``start`` neighbours come before this page, ``total`` there are under the filters; ``relations`` and ``kinds`` count all
    neighbours, whatever the filters. ``ties`` are those between the centre, the dots and what was already known.
    """

    centre: Dot
    dots: tuple[Dot, ...]
    ties: tuple[Tie, ...]
    start: int
    total: int
    relations: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]

    @property
    def more(self) -> int:
        """How many come after this page."""
        return max(0, self.total - self.start - len(self.dots))


@dataclass(frozen=True, slots=True)
class Way:
    """A shortest way between two nodes: its dots in order and all ties between neighbours on it; () when there is none."""

    dots: tuple[Dot, ...]
    ties: tuple[Tie, ...]


def around(
    graph: Store,
    node: str,
    *,
    relations: Collection[str] = (),
    kinds: Collection[str] = (),
    start: int = 0,
    known: Sequence[str] = (),
    lang: str = "zh",
) -> Around:
    """Return up to ``PAGE`` neighbours of a node from ``start`` on, by relation, then by name.

    ``relations`` and ``kinds`` choose (() is all); ties to ``known`` nodes are told too. Raises QueryError for other names.
    """
    check(relations, kinds)
    ties = _ties(graph, (node,))
    found = dots(graph, {node, *(t.source for t in ties), *(t.target for t in ties)}, lang)
    centre = found.pop(node, Dot(node, "", names.label(graph, node, lang)))
    first: dict[str, str] = {}  # neighbour -> its first relation
    for tie in sorted(ties, key=lambda t: _ORDER[t.relation]):
        other = tie.target if tie.source == node else tie.source
        if other in found:
            first.setdefault(other, tie.relation)
    wanted = [
        dot
        for dot in found.values()
        if dot.iri in first
        and (not kinds or dot.kind in kinds)
        and (not relations or any(t.relation in relations for t in ties if dot.iri in (t.source, t.target)))
    ]
    wanted.sort(key=lambda d: (_ORDER[first[d.iri]], _reading(d)))
    page = tuple(wanted[start : start + PAGE])
    shown = {node, *(d.iri for d in page)}
    near = {t for t in ties if t.source in shown and t.target in shown}
    if page:
        near |= _ties(graph, tuple(d.iri for d in page), tuple(dict.fromkeys((*shown, *known))))
    return Around(
        centre,
        page,
        tuple(sorted(t for t in near if not relations or t.relation in relations)),
        start,
        len(wanted),
        _counted((t.relation for t in ties), RELATIONS),
        _counted((d.kind for d in found.values()), KINDS),
    )


def way(graph: Store, one: str, other: str, *, relations: Collection[str] = (), lang: str = "zh") -> Way:
    """Return a shortest way between two nodes over the given relations, whatever their direction.

    Of equally short ones it is always the same. Raises QueryError for unknown relations, LimitError when more than
    ``REACH`` nodes were looked at.
    """
    check(relations, ())
    reached: tuple[dict[str, str], dict[str, str]] = ({one: ""}, {other: ""})
    edges: list[list[str]] = [[one], [other]]
    meeting = one if one == other else ""
    while not meeting and edges[0] and edges[1]:
        side = 0 if len(edges[0]) <= len(edges[1]) else 1
        own, across = reached[side], reached[1 - side]
        new: dict[str, str] = {}
        for tie in sorted(_ties(graph, edges[side], relations=relations)):
            for here, there in ((tie.source, tie.target), (tie.target, tie.source)):
                if here in own and here not in new and there not in own:
                    new.setdefault(there, here)
        own.update(new)
        edges[side] = sorted(new)
        meeting = min((n for n in new if n in across), default="")
        if len(own) + len(across) > REACH:
            raise LimitError(f"more than {REACH} nodes lie between these two; choose fewer relations")
    if not meeting:
        return Way((), ())
    steps = [*reversed(_back(reached[0], meeting)), *_back(reached[1], meeting)[1:]]
    found = dots(graph, steps, lang)
    pairs = {frozenset(p) for p in pairwise(steps)}
    ties = (t for t in _ties(graph, steps, steps, relations) if frozenset((t.source, t.target)) in pairs)
    return Way(tuple(found[s] for s in steps if s in found), tuple(sorted(ties)))


def ties_among(graph: Store, nodes: Sequence[str]) -> set[Tie]:
    """Return all relations between some nodes."""
    return _ties(graph, nodes, nodes)


def _back(reached: Mapping[str, str], node: str) -> list[str]:
    steps = [node]
    while reached[steps[-1]]:
        steps.append(reached[steps[-1]])
    return steps


def nodes_of_readers(graph: Store) -> tuple[str, ...]:
    """Return the IRIs of all nodes that readers know, in order."""
    classes = " ".join(f"<{c}>" for c in _CLASSES)
    rows = graph.select(f"SELECT DISTINCT ?it {{ VALUES ?class {{ {classes} }} ?it a ?class }}").rows
    return tuple(sorted({row[0].value for row in rows if row[0] is not None and row[0].kind == "iri"}))


def check(relations: Iterable[str], kinds: Iterable[str]) -> None:
    """Raise QueryError that names the first relation or kind there is not."""
    for wanted, known in ((relations, RELATIONS), (kinds, KINDS)):
        for name in wanted:
            if name not in known:
                raise QueryError(f"{name!r} is none of {', '.join(known)}")


def dots(graph: Store, nodes: Iterable[str], lang: str = "zh") -> dict[str, Dot]:
    """Return nodes by IRI, in order, with kind and label; what has no kind of ours is left out."""
    wanted = tuple(iri(n) for n in sorted(set(nodes)))
    kinds: dict[str, str] = {}
    called: dict[str, tuple[int, str]] = {}
    ordinals: dict[str, str] = {}
    if not wanted:
        return {}
    classes = " ".join(f"<{c}>" for c in _CLASSES)
    query = f"SELECT ?it ?class {{ VALUES ?it {{ }} ?it a ?class VALUES ?class {{ {classes} }} }}"
    for it, kind in graph.select(query, {"it": wanted}).rows:
        if it is not None and kind is not None:
            kinds[it.value] = min(kinds.get(it.value, _CLASSES[kind.value]), _CLASSES[kind.value], key=KINDS.index)
    terms = " ".join(f"<{t}>" for t in (*_LABELS, Pol.ORDINAL))
    query = f"SELECT ?it ?term ?label {{ VALUES ?it {{ }} ?it ?term ?label VALUES ?term {{ {terms} }} }}"
    for it, term, label in graph.select(query, {"it": wanted}).rows:
        if it is None or term is None or label is None:
            continue
        if term.value == Pol.ORDINAL:
            ordinals[it.value] = min(ordinals.get(it.value, label.value), label.value)
            continue
        rank = _LABELS.index(term.value) * 2 + (label.lang not in ("", lang))
        called[it.value] = min(called.get(it.value, (rank, label.value)), (rank, label.value))
    base = names.base_of(graph)
    found = {}
    for node in (t.value for t in wanted if t.value in kinds):
        name = called[node][1] if node in called else iris.short(node, base)
        told = " ".join(f"{ordinals.get(node, '')} {name}".split())
        found[node] = Dot(node, kinds[node], told if len(told) <= LABEL else told[: LABEL - 1] + "…")
    return found


_ORDER = {name: n for n, name in enumerate(RELATIONS)}


def _ties(graph: Store, nodes: Sequence[str], others: Sequence[str] = (), relations: Collection[str] = ()) -> set[Tie]:
    """Return the relations that begin or end at nodes; only those to ``others`` when there are any."""
    limit = f"LIMIT {MOST}" if len(nodes) == 1 and not others else ""
    bound: dict[str, tuple[Term, ...]] = {"it": tuple(iri(n) for n in nodes)}
    if others:
        bound["other"] = tuple(iri(n) for n in others)
    found = set()
    for relation, path in RELATIONS.items():
        if relations and relation not in relations:
            continue
        for subject, object_ in (("it", "other"), ("other", "it")):
            block = "VALUES ?other { }" if others else ""
            query = f"SELECT DISTINCT ?it ?other {{ VALUES ?it {{ }} ?{subject} {path} ?{object_} {block} }} {limit}"
            for it, other in graph.select(query, bound).rows:
                if it is not None and other is not None and other.kind == "iri" and it != other:
                    ends = (it.value, other.value) if subject == "it" else (other.value, it.value)
                    found.add(Tie(ends[0], relation, ends[1]))
    return found


def _reading(dot: Dot) -> tuple[SortKey, str]:
    return Term(dot.label).sort_key(), dot.iri


def _counted(values: Iterable[str], order: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counts = Counter(values)
    return tuple((name, counts[name]) for name in order if counts[name])
