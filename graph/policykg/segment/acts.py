"""Cut a file into acts: one paper, or the papers, appointments and chronicle of a gazette."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from policykg.model import Block, Paragraph
from policykg.segment.heading import HEAD, is_addressee, is_date_line, is_number_line, read_number, tight
from policykg.segment.marks import read_mark

ActKind = Literal["act", "chronicle", "personnel", "cover"]
_CHRONICLE = re.compile(r"^(?!.*[.…]{3}).{0,30}大事记(?:[（(].{4,20}[)）])?$")
#: A gazette's section of appointments, whose papers may have no numbers.
_PERSONNEL = re.compile(r"^[【\[〔（(]?(?:人事任免|干部任免|任免事项|任免信息|人事变动|人事工作|任免)[】\]〕）)]?$")
_GAZETTE = re.compile(r"公\s*报")
_CONTENTS = re.compile(r"^目\s*录$|[.…·]{4,}\s*\d+\s*$")
_SENTENCE_END = re.compile(r"[。；：！？;:]$")


@dataclass(frozen=True, slots=True)
class Act:
    """The blocks of one act, in order. ``cover`` is a gazette's front matter and table of contents, ``personnel`` its
    section of appointments (人事任免).
    """

    kind: ActKind
    blocks: tuple[Block, ...]


def split_acts(blocks: Sequence[Block]) -> tuple[Act, ...]:
    """Cut at document numbers that stand alone, at a chronicle's title and at the heading of a section of appointments.

    A number that a paper repeats (on its web page and in its text) opens no second act. What stands
    before the first act is a gazette's cover when it says 公报 or has a table of contents, else it
    belongs to the act.
    """
    starts: list[tuple[int, ActKind]] = []
    seen: set[str] = set()
    for i, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            continue
        if is_number_line(block.text, i < HEAD) and read_number(block.text) not in seen:
            seen.add(read_number(block.text))
            starts.append((_head_start(blocks, i), "act"))
        elif _CHRONICLE.match(tight(block.text)) and not _in_contents(blocks, i):
            starts.append((i, "chronicle"))
        elif i and _PERSONNEL.match(tight(block.text)) and not _in_contents(blocks, i):
            starts.append((i, "personnel"))
    starts = [s for n, s in enumerate(starts) if s[1] != "personnel" or starts[n + 1 : n + 2] != [(s[0], "act")]]
    if not starts:
        return (Act("act", tuple(blocks)),)
    acts: list[Act] = []
    first = starts[0][0]
    if first and (_is_cover(blocks[:first]) or len(starts) > 1):
        acts.append(Act("cover", tuple(blocks[:first])))
    elif first:
        starts[0] = (0, starts[0][1])
    bounds = [*(s for s, _ in starts), len(blocks)]
    for (start, kind), end in zip(starts, bounds[1:], strict=True):
        if end > start:
            acts.append(Act(kind, tuple(blocks[start:end])))
    return tuple(acts)


def _is_cover(blocks: Sequence[Block]) -> bool:
    texts = [b.text for b in blocks if isinstance(b, Paragraph)]
    return any(_GAZETTE.search(t) and len(t) < 40 for t in texts) or any(_CONTENTS.search(t.strip()) for t in texts)


def _in_contents(blocks: Sequence[Block], i: int) -> bool:
    """Tell whether a line stands in a table of contents: page dots in the lines around it."""
    near = [b.text for b in blocks[max(0, i - 2) : i + 3] if isinstance(b, Paragraph)]
    return sum(bool(_CONTENTS.search(t.strip())) for t in near) >= 2


def _head_start(blocks: Sequence[Block], number: int) -> int:
    """Go back from the number over masthead and title lines."""
    start = number
    for i in range(number - 1, max(-1, number - 5), -1):
        block = blocks[i]
        if not isinstance(block, Paragraph):
            break
        text = block.text.strip()
        if (
            len(text) > 60
            or "。" in text
            or read_mark(text)
            or _SENTENCE_END.search(text)
            or is_date_line(text)
            or is_addressee(text)
            or _CONTENTS.search(text)
        ):
            break
        start = i
    return start
