"""What the columns of a table mean, from its header and from the paper around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policykg.lexicon import Column, Lexicon, fold, level_rank, without_units
from policykg.model import Cell, Level

ROLES = frozenset({"leads", "assists", "responsible"})
#: Columns that can hold the local text, the one nearest to "what is to be done" first.
_TEXT_ORDER = ("text", "policy", "title", "progress", "formula")


_LEGEND = re.compile(
    r"([●○★☆▲△√◎■□◆◇✓])\s*(?:为|表示|代表|指|是|：|:|—|-)?\s*(牵头|主责|主办|配合|协办|参与|责任|负责)"
)
_LEGEND_ROLES = {
    "牵头": "leads",
    "主责": "leads",
    "主办": "leads",
    "配合": "assists",
    "协办": "assists",
    "参与": "assists",
}


def read_legend(text: str) -> dict[str, str]:
    """Read what the signs of a matrix of bodies mean (●为牵头单位，○为配合单位).

    >>> read_legend("说明：●为牵头单位，○为配合单位。")
    {'●': 'leads', '○': 'assists'}
    """
    return {m[1]: _LEGEND_ROLES.get(m[2], "responsible") for m in _LEGEND.finditer(text)}


_WORDS = re.compile(r"(?![一二三四五六七八九十百零]{2})[\u4e00-\u9fff]{2}")


@dataclass(frozen=True, slots=True)
class Layout:
    """A header read: for each column its printed header, meaning and level.

    ``text`` is the column of the local text, ``upper`` that of the upper-level text (None when the
    table has none; the same column when it serves both), ``title`` that of a task's name.
    """

    headers: tuple[str, ...]
    columns: tuple[Column, ...]
    ordinal: int | None
    text: int
    upper: int | None
    title: int | None
    upper_level: Level

    def meaning(self, i: int) -> str:
        """Return the meaning of column ``i``: of an upper-level column with ``upper-`` before it."""
        if i >= len(self.columns):
            return ""
        column = self.columns[i]
        if self.upper_level and column.level == self.upper_level and column.meaning in ROLES:
            return f"upper-{column.meaning}"
        return column.meaning


def header_strength(cells: Sequence[Cell], lexicon: Lexicon) -> int:
    """Count the cells of a row that are known headers."""
    return sum(lexicon.is_header(c.text) for c in cells)


def read_layout(header: Sequence[Cell], rows: Sequence[Sequence[Cell]], lexicon: Lexicon, own: Level) -> Layout | None:
    """Read a header row; None when it has no column for the text.

    Two columns of bodies at different levels: the higher one is the upper level's. A column of the
    upper level's text is one that names a level above the paper's (省级方案内容), or a policy
    column (重点支持政策) beside a column of local tasks. ``own`` is the paper's level, "" if unknown.
    """
    headers = [fold(c.text) for c in header]
    filled = [[row[i].text.strip() for row in rows if len(row) > i] for i in range(len(header))]
    columns = list(without_units([lexicon.column(c.text) for c in header], headers, lexicon, filled))
    ordinal = next((i for i, c in enumerate(columns) if c.meaning == "ordinal"), None)
    if ordinal is None and columns and not columns[0].meaning and _mostly_short(rows, 0):
        ordinal = 0
    upper_level = _upper_level(columns, own)
    local = [i for i, c in enumerate(columns) if not (upper_level and c.level == upper_level)]
    upper = next(
        (
            i
            for i, c in enumerate(columns)
            if upper_level and c.level == upper_level and c.meaning in ("policy", "text", "title")
        ),
        None,
    )
    text = _first(columns, local, ("text",))
    policy = _first(columns, local, ("policy",))
    if upper is None and text is not None and policy is not None:
        upper = policy
    if text is None and upper is None:
        text = policy
    title = _first(columns, [i for i in local if i != text], ("title",))
    if text is None:
        progress = _first(columns, local, ("progress",))
        text = progress if upper is not None and progress is not None else upper if upper is not None else title
    several = [i for i in local if columns[i].meaning == "text"]
    if len(several) > 1:
        text, title = several[-1] if title is None else text, title if title is not None else several[0]
    if text is not None and title is None:
        title = _short_title(columns, rows, local, text)
    if text is None:
        text = _widest(columns, rows, ordinal) if any(c.meaning in ROLES for c in columns) else None
    if text is None:
        text = _first(columns, range(len(columns)), _TEXT_ORDER)
    if text is None:
        return None
    return Layout(tuple(headers), tuple(columns), ordinal, text, upper, title if title != text else None, upper_level)


def _upper_level(columns: Sequence[Column], own: Level) -> Level:
    """Return the level whose columns are the upper level's: above the paper's own, or the higher of two."""
    levels = {c.level for c in columns if c.level and (c.meaning in ROLES or c.meaning in ("policy", "text"))}
    if not levels:
        return ""
    highest = min(levels, key=level_rank)
    if own and level_rank(highest) < level_rank(own):
        return highest
    role_levels = {c.level for c in columns if c.level and c.meaning in ROLES}
    if len(role_levels) > 1 and not own:
        return min(role_levels, key=level_rank)
    return ""


def _first(columns: Sequence[Column], among: Sequence[int] | range, meanings: Sequence[str]) -> int | None:
    for meaning in meanings:
        for i in among:
            if columns[i].meaning == meaning:
                return i
    return None


def _short_title(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], local: Sequence[int], text: int
) -> int | None:
    """Return an unknown column left of the text whose short cells name the tasks, None when there is none."""
    for i in reversed([k for k in local if k < text and not columns[k].meaning]):
        filled = [r[i].text.strip() for r in rows if len(r) > max(i, text) and r[i].text.strip()]
        if filled and all(2 <= len(t) <= 40 for t in filled) and not all(t.isdigit() for t in filled):
            return i
    return None


def _mostly_short(rows: Sequence[Sequence[Cell]], i: int) -> bool:
    """Tell whether a column holds ordinals, misread ones too (l, S), and no words (产业振兴)."""
    filled = [row[i].text for row in rows if len(row) > i and row[i].text]
    return bool(filled) and sum(len(t) <= 4 and not _WORDS.search(t) for t in filled) >= 0.8 * len(filled)


def _widest(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], ordinal: int | None) -> int | None:
    """Return the unknown column with the longest text on average."""
    unknown = [i for i, c in enumerate(columns) if not c.meaning and i != ordinal]
    if not unknown:
        return None
    return max(unknown, key=lambda i: (sum(len(r[i].text) for r in rows if len(r) > i), -i))
