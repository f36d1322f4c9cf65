"""A result as tables that a terminal, a CSV file, a workbook and a page show alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Value = str | int | float

LEVELS = ("country", "province", "city", "county", "township")
"""Levels of government, the state first."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name, its columns and rows, and a mark for each cell (a state or "") that a page colours by.

    ``marks`` is () or has the shape of ``rows``.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    marks: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A result: its title, the filters it was made with (always shown), its sheets, the main one first."""

    title: str
    filters: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    legend: tuple[tuple[str, str], ...] = ()


def squeezed(text: str) -> str:
    r"""Return a text without white space, as two lines of a cell read.

    >>> squeezed("积极 向\n5市倾斜")
    '积极向5市倾斜'
    """
    return "".join(text.split())


def short(text: str, length: int = 40) -> str:
    """Return a text without white space, cut behind ``length`` signs.

    >>> short("支持聊城市创建全域推进海绵城市国家试点。", 8)
    '支持聊城市创建…'
    """
    flat = squeezed(text)
    return flat if len(flat) <= length else flat[: length - 1] + "…"


def cut(text: str, length: int, whole: bool) -> str:
    """Return a text as :func:`short` does, or all of it."""
    return squeezed(text) if whole else short(text, length)


def number(value: float) -> str:
    """Return a number as people read it, at most four decimals.

    >>> number(600000.0), number(0.31966), number(1e11)
    ('600,000', '0.3197', '100,000,000,000')
    """
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def pick(lang: str, zh: str, en: str) -> str:
    """Return the words of a language (zh, else en)."""
    return zh if lang == "zh" else en


def counted(rows: Sequence[str], of: Sequence[str]) -> tuple[int, ...]:
    """Return how often each of ``of`` stands in ``rows``."""
    return tuple(sum(r == name for r in rows) for name in of)
