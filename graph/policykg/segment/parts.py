"""Cut an act into parts: the text, its annexes, and the papers a notice prints behind itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from policykg.model import Block, Paragraph
from policykg.segment.heading import is_date_line, looks_like_title, tight
from policykg.segment.marks import han_number, read_mark

MAIN = "正文"
_ANNEX_MARK = re.compile(r"^\s*#*\s*附\s*(?P<what>件|表)\s*(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})?\s*[:：]?\s*$")
_ANNEX_TITLED = re.compile(
    r"^\s*附\s*(?P<what>件|表)\s*(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[:：]?\s*(?P<title>\S.{4,80})$"
)
_ANNEX_LIST = re.compile(r"^[\s\-—]*附\s*件\s*[:：]\s*")
_QUOTED = re.compile(r"《((?:[^《》]|〈[^〉]*〉|《[^《》]*》)+)》")
_PUNCTUATION = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an act: ``label`` (正文, 附件2, or the printed paper's title), its title and blocks."""

    label: str
    title: str
    blocks: tuple[Block, ...]


def _fold(text: str) -> str:
    return _PUNCTUATION.sub("", text)


def split_parts(blocks: Sequence[Block], title: str) -> tuple[Part, ...]:
    """Cut the blocks behind an act's heading.

    A part begins at a line 附件N, or where a title announced in the act (in its list of annexes, or
    in 《》 before the signature) stands again as a heading. When just one paper is printed it is
    the act's text itself.
    """
    listed = _listed(blocks)
    printed = _announced(blocks, title)
    cuts: list[tuple[int, int, str, str]] = []
    list_start = _list_start(blocks)
    signed = next((i for i, b in enumerate(blocks) if isinstance(b, Paragraph) and is_date_line(b.text)), -1)
    list_end = _list_end(blocks)
    i = 0
    while i < len(blocks):
        block = blocks[i]
        step = 1
        if isinstance(block, Paragraph):
            if (mark := _ANNEX_MARK.match(block.text)) is not None:
                length, head = _title_behind(blocks, i + 1)
                cuts.append((i, i + 1 + length, _label(mark), head))
                step = 1 + length
            elif i >= list_end and (found := _match_title(blocks, i, listed)) is not None:
                n, length = found
                if not cuts or _fold(cuts[-1][3]) != _fold(listed[n]):
                    cuts.append((i, i + length, f"附件{n + 1}" if len(listed) > 1 else "附件", listed[n]))
                step = length
            elif (
                (titled := _ANNEX_TITLED.match(block.text))
                and i >= list_end
                and i > signed
                and looks_like_title(titled["title"])
            ):
                cuts.append((i, i + 1, _label(titled), tight(titled["title"])))
            elif (found := _match_title(blocks, i, printed)) is not None and i > 0:
                n, length = found
                cuts.append((i, i + length, printed[n], printed[n]))
                step = length
        i += step
    if len([c for c in cuts if c[2] in printed]) == 1:
        cuts = [(s, e, MAIN if label in printed else label, t) for s, e, label, t in cuts]

    def kept(start: int, end: int) -> tuple[Block, ...]:
        return tuple(b for k, b in enumerate(blocks[start:end], start) if not list_start < k < list_end)

    parts: list[Part] = []
    at, label, part_title = 0, MAIN, title
    for start, end, next_label, next_title in cuts:
        parts.append(Part(label, part_title, kept(at, start)))
        at, label, part_title = end, next_label, next_title
    parts.append(Part(label, part_title, kept(at, len(blocks))))
    return tuple(p for p in parts if p.blocks)


def _label(match: re.Match[str]) -> str:
    number = match["n"]
    return f"附{match['what']}{han_number(number) if number else ''}"


def _title_behind(blocks: Sequence[Block], i: int) -> tuple[int, str]:
    """Return how many paragraphs behind an annex mark are its title, and the title."""
    for length in (3, 2, 1):
        group = blocks[i : i + length]
        if len(group) == length and all(isinstance(b, Paragraph) and len(b.text) < 90 for b in group):
            joined = tight("".join(b.text for b in group if isinstance(b, Paragraph)))
            if looks_like_title(joined) and not any(read_mark(b.text) for b in group if isinstance(b, Paragraph)):
                return length, joined
    return 0, ""


def _listed(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Read the act's own list of annexes (附件：1.… 2.…)."""
    start, end = _list_start(blocks), _list_end(blocks)
    titles: list[str] = []
    for i in range(max(start, 0), end):
        block = blocks[i]
        text = block.text if isinstance(block, Paragraph) else ""
        for entry in re.split(r"\s+(?=\d{1,2}\s*[.．、])", _ANNEX_LIST.sub("", text)):
            mark = read_mark(entry)
            titles.append(tight(entry[mark.length :] if mark else entry).strip("。；; "))
    return tuple(re.sub(r"[（(]略[)）]$", "", t) for t in titles if t)


def _list_start(blocks: Sequence[Block]) -> int:
    """Return the index of the paragraph that opens the list of annexes, -1 when there is none."""
    for i, block in enumerate(blocks):
        if (
            isinstance(block, Paragraph)
            and (match := _ANNEX_LIST.match(block.text))
            and block.text[match.end() :].strip()
        ):
            return i
    return -1


def _list_end(blocks: Sequence[Block]) -> int:
    """Return the index of the first paragraph behind the list of annexes (0 when there is none)."""
    start = _list_start(blocks)
    end = start + 1
    while start >= 0 and end < len(blocks):
        follower = blocks[end]
        mark = read_mark(follower.text) if isinstance(follower, Paragraph) else None
        if (
            mark is None
            or mark.rank != 3
            or mark.number != end - start + 1
            or not isinstance(follower, Paragraph)
            or len(follower.text) > 90
        ):
            break
        end += 1
    return end


def _announced(blocks: Sequence[Block], title: str) -> tuple[str, ...]:
    """List the papers in 《》 that the title or the text before the signature announces as printed here."""
    texts = [title]
    for block in blocks[:12]:
        if not isinstance(block, Paragraph) or is_date_line(block.text):
            break
        if re.search(r"印发|转发|公布|下发|同意|审议通过", block.text):
            texts.append(block.text)
    found = [tight(m.group(1)) for text in texts for m in _QUOTED.finditer(text)]
    match = re.search(r"(?:印发|转发)(?!《)(.{6,80}?)的通知$", title)
    if match:
        found.append(match.group(1))
    return tuple(dict.fromkeys(t for t in found if len(t) > 5))


def _match_title(blocks: Sequence[Block], i: int, titles: tuple[str, ...]) -> tuple[int, int] | None:
    """Tell which title stands as a heading in one to four paragraphs from ``i``; return its index and their count."""
    if not titles:
        return None
    for length in range(1, 5):
        group = blocks[i : i + length]
        if len(group) < length or not all(isinstance(b, Paragraph) and len(b.text) < 110 for b in group):
            return None
        joined = _fold("".join(b.text for b in group if isinstance(b, Paragraph)))
        likeness = [_alike(joined, _fold(wanted)) for wanted in titles]
        if max(likeness):
            return likeness.index(max(likeness)), length
    return None


def _alike(printed: str, wanted: str) -> float:
    """Return how alike two titles are in [0, 1]: 0 unless they are the same but for a few misread characters."""
    if printed == wanted:
        return 1.0
    if len(wanted) < 12 or abs(len(printed) - len(wanted)) > 3:
        return 0.0
    ratio = SequenceMatcher(None, printed, wanted, autojunk=False).ratio()
    return ratio if ratio >= 0.92 else 0.0
