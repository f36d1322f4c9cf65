"""What a build did not read: the share of a text that became something, and role words that no rule used.

Both show a user what was missed. The share counts letters, digits and Chinese characters; markup and
punctuation do not count.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: Words that give a body its part in a task; behind some endings they mean something else (负责人, 牵头作用).
_WORDS = re.compile(
    r"牵头(?!作用|人|领导)|主责(?!任)|协办|承办(?!人)|(?<!分管)负责(?!人|同志|制|任|解释|领导|干部|的)"
    r"|(?:责任|配合|落实|(?<!组织)实施|参与|参加)(?:单位|部门|主体(?!责任))|(?<=[局委厅部门办区县])配合(?=[)）。；;，,])"
)
#: Where a statement of who does what begins and ends.
_BOUND = re.compile(r"[。；;！？!?\n\r\f（）()〔〕【】]")
#: A remark on lists (第一位为牵头单位) gives no body a part itself.
_REMARK = re.compile(r"(?:第一|首)[^，。；\n]{0,12}(?:为|是)$|[*＊★☆▲△●◆※#][^，。；\n]{0,10}(?:为|是)$")
_LABEL = re.compile(r"[\s\u3000]*(?:单位|部门|主体)?[\s\u3000]*[:：\]】][\s\u3000]*")
_MARKUP = re.compile(r"<[^<>]*>|&[a-z#0-9]+;")
_COUNTED = re.compile(r"\w")
#: Signs shown on either side of an unused word.
_CONTEXT = 24
#: Runs of this many unread signs and more are listed.
_LISTED = 12

Span = tuple[int, int]
Run = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Left:
    """A place that was not read: a role word with its context, or (``word`` "") a stretch of text. ``line`` from 1."""

    line: int
    start: int
    end: int
    word: str
    context: str


@dataclass(frozen=True, slots=True)
class Unread:
    """What became of a text: characters ``counted``, how many became an item, heading or known boilerplate (``read``).

    ``share`` is read / counted, in [0, 1], 1 for a text without characters;
    ``words`` are role words that no rule used, ``texts`` the stretches that were not read; both in order.
    """

    counted: int
    read: int
    share: float
    words: tuple[Left, ...] = ()
    texts: tuple[Left, ...] = ()


def find_unread(text: str, runs: Iterable[Run], roles: Iterable[Span]) -> Unread:
    """Compare a text with what was made of it.

    ``runs`` say what the text became (``policykg.segment.used``), prose outside items counting as
    unread; ``roles`` are where bodies in a role stand.

    >>> found = find_unread("修路。（市局负责）另由县局牵头。", [(0, 9, "item")], [(4, 6)])
    >>> found.share, [(w.word, w.context) for w in found.words]
    (0.5, [('牵头', '修路。（市局负责）另由县局⟦牵头⟧。')])
    """
    kinds = [""] * len(text)
    for start, end, kind in runs:
        kinds[start:end] = [kind] * (end - start)
    for match in _MARKUP.finditer(text):
        kinds[match.start() : match.end()] = ["markup"] * (match.end() - match.start())
    counted = [i for i, char in enumerate(text) if kinds[i] != "markup" and _COUNTED.match(char)]
    lost = [i for i in counted if kinds[i] in ("", "prose")]
    lines = [0, *(m.end() for m in re.finditer(r"\n", text))]
    words = tuple(_words(text, kinds, sorted(roles), lines))
    read = len(counted) - len(lost)
    share = round(read / len(counted), 4) if counted else 1.0
    return Unread(len(counted), read, share, words, tuple(_texts(text, lost, lines)))


def _words(text: str, kinds: Sequence[str], roles: Sequence[Span], lines: Sequence[int]) -> Iterable[Left]:
    starts = [s for s, _ in roles]
    bounds = [m.start() for m in _BOUND.finditer(text)]
    for match in _WORDS.finditer(text):
        if (
            kinds[match.start()] in ("header", "heading", "markup", "known")
            or _used(text, match, bounds, roles, starts)
            or _REMARK.search(text[max(0, match.start() - 16) : match.start()])
        ):
            continue
        a, b = max(0, match.start() - _CONTEXT), min(len(text), match.end() + _CONTEXT)
        shown = f"{text[a : match.start()]}⟦{match.group()}⟧{text[match.end() : b]}"
        yield Left(bisect_right(lines, match.start()), *match.span(), match.group(), " ".join(shown.split()))


def _used(text: str, word: re.Match[str], bounds: Sequence[int], roles: Sequence[Span], starts: Sequence[int]) -> bool:
    """Tell whether a body in a role stands in the word's statement, or right behind it where the word is a label."""
    before, behind = bisect_left(bounds, word.start()), bisect_left(bounds, word.end())
    start = max(0, word.start() - 300, bounds[before - 1] + 1 if before else 0)
    end = bounds[behind] if behind < len(bounds) else len(text)
    label = _LABEL.match(text, word.end())
    if label is not None:
        end = max(end, label.end() + 1)
    at = bisect_right(starts, end) - 1
    return at >= 0 and roles[at][1] > start and roles[at][0] < end


def _texts(text: str, lost: Sequence[int], lines: Sequence[int]) -> Iterable[Left]:
    """Yield the stretches of unread text, each within its line."""
    group: list[int] = []
    for at in [*lost, -1]:
        if group and (at < 0 or at - group[-1] > 12 or "\n" in text[group[-1] : at]):
            if len(group) >= _LISTED:
                start, end = group[0], group[-1] + 1
                yield Left(
                    bisect_right(lines, start), start, end, "", " ".join(text[start : min(end, start + 80)].split())
                )
            group = []
        group.append(at)
