"""Named works in a text: railways, bridges, ports, plants that carry a place in their name."""

from __future__ import annotations

import re
from functools import cache

from policykg.lexicon import Lexicon
from policykg.model import Passage, ProjectMention
from policykg.resources import read_table

_CUT = re.compile(r"[、，。；：,;:！？\s]|以及|(?<=[\u4e00-\u9fff])[和及与](?=[\u4e00-\u9fff])")
_VERB = re.compile(
    r".*(?:建设|推进|推动|加快|实施|开工|完成|启动|建成|支持|做好|抓好|谋划|规划|研究|开展|确保|争取|打造|提升|改造|新建|续建|重点|包括|规范|继续|积极|稳步|有序|统筹|深入|着力|全力|力争|促进|发展|引导|鼓励|增设)(?=[\u4e00-\u9fffA-Z])"
)
_ROAD = re.compile(r"[GS]\d{2,4}[\u4e00-\u9fff]{2,22}?(?:段改扩建|连接线|大桥|改扩建|段)")
_LENGTH = range(4, 26)


@cache
def _work_ends() -> tuple[str, ...]:
    return tuple(sorted((r["word"] for r in read_table("works.csv")), key=lambda w: (-len(w), w)))


def find_projects(passage: Passage, lexicon: Lexicon) -> tuple[ProjectMention, ...]:
    """Return the named works of a text, each once, where it stands first.

    A name counts when it ends like a work (data/lexicon/works.csv) and holds a place's name, full or
    short, besides its ending: 聊城机场 is a named work, 铁路专用线项目 is not.
    """
    found: dict[str, ProjectMention] = {}
    for start, end in _pieces(passage.text):
        piece = passage.text[start:end]
        road = _ROAD.search(piece)
        if road:
            _add(found, passage, start + road.start(), start + road.end(), "project-road", 0.8)
            continue
        bare = re.sub(r"[（(][^（()）]*[)）]$", "", piece)
        ending = next((w for w in _work_ends() if bare.endswith(w)), "")
        verb = _VERB.match(bare[: len(bare) - len(ending)])
        offset = verb.end() if verb else 0
        name = bare[offset:]
        if ending and len(name) in _LENGTH and _has_place(name[: -len(ending)], lexicon):
            _add(found, passage, start + offset, start + len(bare), "project", 0.75)
    return tuple(sorted(found.values(), key=lambda m: (m.start, m.end)))


def _pieces(text: str) -> list[tuple[int, int]]:
    pieces, at = [], 0
    for match in _CUT.finditer(text):
        pieces.append((at, match.start()))
        at = match.end()
    pieces.append((at, len(text)))
    return [(a, b) for a, b in pieces if b - a >= _LENGTH.start]


def _has_place(name: str, lexicon: Lexicon) -> bool:
    """Tell whether a name begins with a place or two places' short signs (济郑高铁 has them joined)."""
    return any(name[:k] in lexicon.places_by_name for k in range(2, min(8, len(name)) + 1))


def _add(found: dict[str, ProjectMention], passage: Passage, start: int, end: int, rule: str, score: float) -> None:
    piece = passage[start:end]
    found.setdefault(piece.text, ProjectMention(piece.text, *piece.span(), rule, score))
