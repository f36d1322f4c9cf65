"""Each local text against the upper-level item it takes up: copied, adapted or new, and the numbers that differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from policykg.analyse.tables import Report, Sheet, Value, cut, pick, squeezed
from policykg.analyse.ties import slipped, slipped_lines, taken_up, ties, wordless
from policykg.records import Corpus

State = Literal["verbatim", "adapted", "new", "empty"]
Tag = Literal["same", "above", "below"]

WORDS: dict[str, tuple[str, str]] = {
    "verbatim": ("照搬", "verbatim"),
    "adapted": ("改写", "adapted"),
    "new": ("新写", "new"),
    "empty": ("本级未写", "no local text"),
}
ADAPTED = 0.15
"""Share of a local text from which on it is adapted …"""

TAKEN_UP = 0.3
"""… or share of the upper text that stands in the local one; below both it is new."""

RUN = 4
"""Runs shorter than this are no copying: two papers of one field share them by chance."""

_NUMBER = re.compile(
    r"\d+(?:[.,]\d+)*(?:[—-]\d+)?(?:%|个百分点|[万亿]?(?:千瓦|平方米|平方公里|公里|人次|[\u4e00-\u9fff])|)"
)
_FOLD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the comparison: in both texts, only above, or only below; ``number`` when it is one that differs."""

    tag: Tag
    text: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Copy:
    """A local text against its upper-level item.

    ``share`` is the part of the local text that stands in the upper one, ``taken`` the part of the upper text that
    stands in the local one. ``above_only`` and ``below_only`` are numbers (with what they count) that one text has and the other has not.
    ``fits`` is the key of the row beside it whose upper-level text the local text fits better, "" as a rule.
    """

    item: str
    upper: str
    text: str
    upper_text: str
    state: State
    share: float
    taken: float
    above_only: tuple[str, ...]
    below_only: tuple[str, ...]
    fits: str = ""


@dataclass(frozen=True, slots=True)
class CopyMap:
    """The comparison of all items of a paper (all papers when "") that take up an upper-level item."""

    document: str
    copies: tuple[Copy, ...]

    def totals(self) -> dict[State, int]:
        """Return how many texts are verbatim, adapted, new, and how many rows have none of their own."""
        count = Counter(c.state for c in self.copies)
        return {state: count[state] for state in ("verbatim", "adapted", "new", "empty")}


def copy_map(corpus: Corpus, document: str = "") -> CopyMap:
    """Compare every local text with the upper-level text it takes up, in the order of the corpus.

    ``document`` is the key, number or part of the title of the lower paper. Raises NotFoundError when none of its items takes up anything.
    """
    found = ties(corpus, document)
    fits = dict(slipped(corpus, {t.item.document for t in found}))
    empty = wordless(corpus)
    copies = (compare(t.item.key, t.upper, "" if t.item.key in empty else t.local, t.text) for t in found)
    return CopyMap(document, tuple(replace(c, fits=fits.get(c.item, "")) for c in copies))


def compare(item: str, upper: str, text: str, upper_text: str) -> Copy:
    """Compare one local text with one upper-level text; white space and punctuation do not count, numbers count whole."""
    a, b = ([t for t in _tokens(x) if t[0].isalnum()] for x in (upper_text, text))
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    runs = [sum(map(len, a[m.a : m.a + m.size])) for m in blocks]
    taken = sum(size for size in runs if size >= RUN)
    whole = sum(map(len, a)), sum(map(len, b))
    share, kept = (1.0, 1.0) if a == b else (taken / whole[1] if b else 0.0, taken / whole[0] if a else 0.0)
    adapted = share >= ADAPTED or kept >= TAKEN_UP
    state: State = "empty" if not text else "verbatim" if a == b else "adapted" if adapted else "new"
    one, two = Counter(numbers(upper_text)), Counter(numbers(text))
    return Copy(
        item, upper, text, upper_text, state, share, kept, tuple((one - two).elements()), tuple((two - one).elements())
    )


def _tokens(text: str) -> list[str]:
    """Cut a text without white space into its signs, each number with what it counts in one piece."""
    flat, found, at = squeezed(text), list[str](), 0
    for match in _NUMBER.finditer(flat):
        found += [*flat[at : match.start()], match[0]]
        at = match.end()
    return [*found, *flat[at:]]


def numbers(text: str) -> tuple[str, ...]:
    """Return the numbers of a text with what they count, so that 5市 and 5年 differ.

    >>> numbers("到2025年，覆盖率达85%以上，建设1—2处")
    ('2025年', '85%', '1—2处')
    """
    return tuple(_NUMBER.findall(squeezed(text)))


def pieces(copy: Copy) -> tuple[Piece, ...]:
    """Return the comparison as runs in reading order, for a page; shared runs shorter than three signs count as changed."""
    a, b = _tokens(copy.upper_text), _tokens(copy.text)
    found: list[tuple[Tag, str]] = []
    for tag, i, i2, j, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        one, two = "".join(a[i:i2]), "".join(b[j:j2])
        if tag == "equal" and (len(one) >= 3 or a == b):
            found.append(("same", one))
        else:
            found += [("above", one), ("below", two)]
    merged: list[list[str]] = []
    for part, text in _grouped(found):
        if text:
            merged.append([part, text])
    odd = {"above": set(copy.above_only), "below": set(copy.below_only)}
    return tuple(p for tag, text in merged for p in _numbered(tag, text, odd.get(tag, set())))  # type: ignore[arg-type]


def _grouped(found: Sequence[tuple[Tag, str]]) -> list[tuple[Tag, str]]:
    """Join what changed between two shared runs: first all of the upper text, then all of the local one."""
    out: list[tuple[Tag, str]] = []
    above = below = ""
    for tag, text in (*found, ("same", "")):
        if tag == "above":
            above += text
        elif tag == "below":
            below += text
        else:
            out += [("above", above), ("below", below), ("same", text)]
            above = below = ""
    return out


def _numbered(tag: Tag, text: str, odd: set[str]) -> list[Piece]:
    out: list[Piece] = []
    at = 0
    for match in _NUMBER.finditer(text) if odd else ():
        if match[0] in odd:
            out += [Piece(tag, text[at : match.start()]), Piece(tag, match[0], True)]
            at = match.end()
    return [p for p in (*out, Piece(tag, text[at:])) if p.text]


def copy_report(found: CopyMap, lang: str = "zh", whole: bool = False) -> Report:
    """Return the comparison and its totals as tables; texts are cut for the eye unless ``whole``."""
    said = {k: pick(lang, *w) for k, w in WORDS.items()}
    comma = pick(lang, "、", ", ")
    rows: list[tuple[Value, ...]] = [
        (
            c.item,
            said[c.state],
            f"{c.share:.0%}",
            f"{c.taken:.0%}",
            comma.join(c.above_only),
            comma.join(c.below_only),
            cut(c.upper_text, 50, whole),
            cut(c.text, 50, whole),
            c.fits,
        )
        for c in found.copies
    ]
    zh = (
        "条目",
        "类型",
        "照搬比例",
        "上级文字采用比例",
        "仅上级有的数",
        "仅本级有的数",
        "上级文字",
        "本级文字",
        "更像此行的上级文字",
    )
    en = (
        "item",
        "kind",
        "copied",
        "upper text taken up",
        "numbers only above",
        "numbers only below",
        "upper text",
        "local text",
        "fits the upper text of",
    )
    totals = found.totals()
    sums: list[tuple[Value, ...]] = [(said[k], n) for k, n in totals.items()]
    sums.append((pick(lang, "合计", "in all"), len(found.copies)))
    asked = pick(lang, "下级文件：", "lower paper: ") + (found.document or pick(lang, "全部", "all"))
    rule = pick(
        lang,
        f"照搬：文字（含数字）全同，不计标点；改写：本级文字至少 {ADAPTED:.0%} 见于上级，或上级文字至少 {TAKEN_UP:.0%} 被采用，连续 {RUN} 字起算；"
        "没有上级条目的本级任务见 coverage",
        f"verbatim: all signs and numbers are equal, punctuation not counted; adapted: at least {ADAPTED:.0%} of the local text stands above, or "
        f"{TAKEN_UP:.0%} of the upper text below, in runs of {RUN} signs and more; local tasks without an upper item stand in coverage",
    )
    return Report(
        pick(lang, "照搬与改写", "Copied, adapted or new"),
        (asked, taken_up(lang), rule, *slipped_lines([(c.item, c.fits) for c in found.copies if c.fits], lang)),
        (
            Sheet(
                pick(lang, "对照", "comparison"),
                zh if lang == "zh" else en,
                tuple(rows),
                tuple(("", c.state, *[""] * 6, "slipped" if c.fits else "") for c in found.copies),
            ),
            Sheet(
                pick(lang, "合计", "totals"),
                (pick(lang, "类型", "kind"), pick(lang, "条数", "texts")),
                tuple(sums),
                tuple((k, "") for k in (*totals, "")),
            ),
        ),
        tuple(said.items()),
    )
