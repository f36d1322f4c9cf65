"""任免: a paper that appoints and removes -> one item a person and post."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policykg.model import Item, Paragraph, Passage
from policykg.segment.heading import is_addressee, is_date_line, is_number_line

_TITLE = re.compile(r"任免|任命|免去|任职|免职")
_SWITCH = (
    (re.compile(r"(?:任命|决定任命)[:：]?$"), "任命"),
    (re.compile(r"(?:免去|免职|决定免去)[:：]?$"), "免去"),
)
_ENTRY = re.compile(
    r"^(?:任命|免去)?[\u4e00-\u9fff·]{2,8}(?:、[\u4e00-\u9fff·]{2,8})*(?:同志)?(?:为.{3,}|任.{3,}|的.{3,}职务.*)$"
)


def is_personnel(title: str) -> bool:
    """Tell whether a paper's title says that it appoints or removes."""
    return bool(_TITLE.search(title)) and not re.search(r"办法|条例|规定|制度", title)


def read_personnel(paragraphs: Sequence[Paragraph], part: str) -> tuple[tuple[Item, ...], tuple[Passage, ...]]:
    """Return one item an entry (a person or several in one post), and what is no entry.

    Entries end with ； or 。; a line end inside one is healed. 任命： and 免去： govern the entries
    behind them and stand as the item's section.
    """
    items: list[Item] = []
    loose: list[Passage] = []
    action = ""
    for entry in _entries(paragraphs):
        text = entry.squeeze()
        switch = next((a for p, a in _SWITCH if p.search(text.text) and len(text) < 40), None)
        if switch:
            action = switch
            loose.append(entry)
            continue
        if not _ENTRY.match(text.text.strip("；;。")):
            loose.append(entry)
            continue
        n = str(len(items) + 1)
        items.append(Item("appointment", part, action, n, "", (n,), Passage("", ()), text.strip("；;。")))
    return tuple(items), tuple(loose)


def _entries(paragraphs: Sequence[Paragraph]) -> list[Passage]:
    """Join paragraphs that a page end broke and cut at the ends of entries."""
    joined: list[Passage] = []
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        if is_number_line(text) or is_addressee(text):
            continue
        before = joined[-1].text if joined else ""
        ends = bool(re.search(r"[；;。：:]$", before.strip())) or is_date_line(text) or is_date_line(before)
        if joined and not ends and len(before) < 400 and not _looks_signed(before, text):
            joined[-1] = Passage.join((joined[-1], paragraph.passage))
        else:
            joined.append(paragraph.passage)
    entries: list[Passage] = []
    for passage in joined:
        start = 0
        depth = 0
        for i, char in enumerate(passage.text):
            depth += (char in "（(") - (char in "）)")
            if (char in "；;。" and depth <= 0) or (char in "：:" and depth <= 0):
                entries.append(passage[start : i + 1].strip())
                start = i + 1
        entries.append(passage[start:].strip())
    return [e for e in entries if e.text]


def _looks_signed(before: str, text: str) -> bool:
    return is_date_line(text) or before.endswith(("人民政府", "办公室"))
