"""How kinds and relations look and what they are called: the one table behind every view.

Kinds differ by colour and by shape, so that the picture can be read without colour. Colours keep
3:1 against the paper (WCAG 2.2, 1.4.11), text 4.5:1 against its ground (1.4.3); a test checks both.
Shapes are vis-network's. Names in zh and en are the ontology's.
"""

from __future__ import annotations

from dataclasses import dataclass

PAPER = "#fbfaf7"
INK = "#1f2933"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of node: its names, shape, colours and the size of shape and label (pixels at zoom 1).

    ``inside`` when vis-network writes the label into the shape (``fill`` is then its ground).
    """

    zh: str
    en: str
    shape: str
    fill: str
    border: str
    size: int = 10
    font: int = 13
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """A kind of edge: its names, colour, width and dashes. ``contains``: frames show it already."""

    zh: str
    en: str
    colour: str
    width: float = 1.2
    dashes: tuple[int, ...] = ()
    contains: bool = False


KINDS: dict[str, Kind] = {
    "document": Kind("文件", "paper", "square", "#3b5b8c", "#2b456d", 14, 18),
    "item": Kind("条目", "item", "dot", "#3f7681", "#2c565e", 9, 13),
    "agency": Kind("机构", "body", "hexagon", "#a3602f", "#7a4520", 13, 15),
    "group": Kind("机构群", "group of bodies", "ellipse", "#f6e7cd", "#8a5a14", 12, 13, inside=True),
    "unresolved": Kind("未识别名称", "name not resolved", "text", "#ffffff", "#566170", 12, 13, inside=True),
    "place": Kind("地区", "place", "box", "#e4ecdb", "#4f6f3b", 12, 22, inside=True),
    "project": Kind("项目", "project", "diamond", "#7a4f8a", "#5a3768", 11, 13),
    "target": Kind("目标", "target", "triangle", "#a8374a", "#7d2535", 10, 13),
    "funding": Kind("资金", "funding", "triangleDown", "#7c6006", "#614b02", 10, 13),
    "person": Kind("人员", "person", "circle", "#ebe4f4", "#66538f", 12, 12, inside=True),
    "event": Kind("事件", "event", "star", "#2c7656", "#1c553c", 12, 13),
    "function": Kind("职能", "function", "database", "#e6e9ed", "#566170", 12, 13, inside=True),
}

OTHER_KIND = Kind("其他", "other", "dot", "#6b7684", "#566170", 9, 13)

_STEEL = "#566170"

RELATIONS: dict[str, Relation] = {
    "leads": Relation("牵头", "leads", "#a83d18", 2.0),
    "assists": Relation("配合", "assists", "#8a5a00", 1.2, (6, 4)),
    "responsible": Relation("负责", "is responsible for", "#3b5b8c", 1.6),
    "derivesFrom": Relation("源自", "derives from", "#24664a", 2.0),
    "alignedWith": Relation("对应", "is aligned with", "#24664a", 1.2, (5, 4)),
    "targets": Relation("目标", "targets", "#a3245f"),
    "funds": Relation("资金", "funds", "#5c6600"),
    "concerns": Relation("涉及", "concerns", "#7a4f8a", 1.2, (2, 3)),
    "basedOn": Relation("依据", "is based on", "#35507c", 1.6, (8, 3)),
    "cites": Relation("引用", "cites", "#4a628d", 1.2, (3, 3)),
    "changes": Relation("修改或废止", "changes", "#4a628d", 1.6, (3, 3)),
    "appointed": Relation("任命", "appointed", "#66538f"),
    "removed": Relation("免职", "removed", "#66538f", 1.2, (4, 4)),
    "nominated": Relation("提名", "nominated", "#66538f", 1.0, (1, 3)),
    "passedBy": Relation("制发", "is passed by", _STEEL),
    "succeededBy": Relation("承接", "is succeeded by", "#24664a", 1.6, (8, 3)),
    "function": Relation("职能", "has the function", _STEEL, 1.0, (2, 3)),
    "hasMember": Relation("成员", "has the member", _STEEL, 1.0),
    "holds": Relation("任职", "holds a post in", "#66538f"),
    "participant": Relation("人员", "names the person", "#66538f", 1.0, (2, 3)),
    "subOrganizationOf": Relation("隶属", "belongs to", _STEEL, 1.0),
    "partOf": Relation("属于", "is part of", _STEEL, 0.8, contains=True),
    "within": Relation("位于", "lies within", _STEEL, 0.8, contains=True),
    "jurisdiction": Relation("辖区", "has the jurisdiction", _STEEL, 0.8, contains=True),
}

LEVELS: dict[str, tuple[str, str]] = {
    "country": ("国家", "State"),
    "province": ("省", "Province"),
    "city": ("市", "City"),
    "county": ("县", "County"),
    "township": ("乡镇", "Township"),
}

_ALIASES = {
    "responsibleFor": "responsible",
    "isPartOf": "partOf",
    "is_part_of": "partOf",
    "based_on": "basedOn",
    "passed_by": "passedBy",
    "issuedBy": "passedBy",
}


def kind_of(name: str) -> Kind:
    """Return the look of a kind; kinds the table does not know share one.

    >>> kind_of("item").zh, kind_of("nonsense").zh
    ('条目', '其他')
    """
    return KINDS.get(name, OTHER_KIND)


def canonical(relation: str) -> str:
    """Return the table's name of a relation (``responsibleFor`` -> ``responsible``), else the name given."""
    return _ALIASES.get(relation, relation)


def relation_of(name: str) -> Relation:
    """Return the look of a relation; one the table does not know keeps its own name.

    >>> relation_of("responsibleFor").zh, relation_of("nonsense").zh
    ('负责', 'nonsense')
    """
    return RELATIONS.get(canonical(name)) or Relation(name, name, _STEEL)
