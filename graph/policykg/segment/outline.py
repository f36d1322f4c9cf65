"""Numbered prose -> items: each task with its heading path, text and the clauses that assign it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from policykg.model import Item, ItemKind, Paragraph, Passage
from policykg.names import NameBook
from policykg.segment.brackets import Found, find_clauses, read_line
from policykg.segment.heading import is_date_line, is_number_line, is_signature
from policykg.segment.inline import cut_paragraphs
from policykg.segment.marks import Mark, read_mark
from policykg.segment.tasks import frames, is_task

_STOP = re.compile(r"[。；;！？!?]")
_END_MATTER = re.compile(
    r"^[\s\u3000]*(?:抄\s*送|主\s*送|分\s*送|（?此件|\(此件|[\-—\s]*附\s*件\s*[:：]|本(?:实施)?(?:意见|方案|办法|通知|措施|政策|规定).{0,6}自)"
)
#: A task without an ordinal that says that it is one (任务：…).
_UNNUMBERED = re.compile(r"^\s*(?:工作|具体|重点|主要)?任务\s*[:：]\s*(?=\S)")
_SUMS_UP = re.compile(r"\s*[（(]?(?:以上|上述)")
#: Marks from here on inward divide a task's text; they make items of their own only when they are assigned.
_INNER = 4


@dataclass
class _Node:
    """An outline node while the outline is built: ``mark`` None for a paragraph without an ordinal.

    ``behind[i]`` tells behind how many of the pieces the line ``lines[i]`` stands.
    """

    mark: Mark | None
    pieces: list[Passage] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    lines: list[Passage] = field(default_factory=list)
    behind: list[int] = field(default_factory=list)
    closed: bool = False

    @property
    def rank(self) -> int:
        return self.mark.rank if self.mark else 9

    @property
    def assigned(self) -> bool:
        """Tell whether a clause stands in the node's own paragraphs."""
        return bool(self.found or self.lines)

    @property
    def led(self) -> bool:
        """Tell whether an assignment on a line of its own follows the heading at once."""
        return self.behind[:1] == [1] and not self.has_heading_text

    @property
    def has_heading_text(self) -> bool:
        """Tell whether the line of the ordinal says more than a heading."""
        return bool(_STOP.search(self.pieces[0].text.rstrip("。")))

    @property
    def has_text(self) -> bool:
        """Tell whether anything but a heading was read."""
        return len(self.pieces) > 1 or bool(_STOP.search(self.pieces[0].text))

    def take(self, piece: Passage, found: list[Found]) -> None:
        """Keep the clauses of a piece; a piece that ends with one closes the node."""
        self.found += found
        if found and not piece.text[found[-1].end :].strip(" 。；;.　"):
            self.closed = True

    def below(self) -> Iterable[_Node]:
        for child in self.children:
            yield child
            yield from child.below()

    def passage(self) -> Passage:
        """Return the node's own paragraphs and those below it, clauses included, one line each."""
        return _lines(self.pieces + [c.passage() for c in self.children])


def _lines(parts: Sequence[Passage]) -> Passage:
    """Join paragraphs, a line end between them where the document has room for one."""
    joined: list[Passage] = []
    for part in parts:
        if not part.at:
            continue
        if joined and part.at[0] > joined[-1].at[-1] + 1:
            joined.append(Passage("\n", (joined[-1].at[-1] + 1,)))
        joined.append(part)
    return Passage.join(joined)


def read_outline(
    paragraphs: Sequence[Paragraph], part: str, book: NameBook
) -> tuple[tuple[Item, ...], tuple[Passage, ...]]:
    """Return the items of a run of prose and the paragraphs that belong to none.

    An item is a node that a clause assigns, or a leaf of the outline. Ordinals inside a paragraph
    (all line breaks lost) open nodes when they go on with the sequence. A clause on a line of its
    own behind the last of several sub-tasks that have none governs them all.
    """
    builder = _Builder(book)
    for piece in cut_paragraphs(paragraphs):
        builder.add(piece)
    roots, whole = builder.roots, builder.whole
    _assign_behind(whole)
    loose = [*whole.lines, *builder.loose]
    _spread(roots)
    items: list[Item] = []
    mostly = _mostly_assigned(roots)
    for root in roots:
        _collect(root, (), "", "", part, items, mostly)
    return tuple(items), tuple(loose)


class _Builder:
    """Puts the pieces of a run of prose, in order, where they belong in the outline."""

    def __init__(self, book: NameBook) -> None:
        self.book = book
        #: What stands above the first ordinal, and all nodes below it.
        self.whole = _Node(None, [Passage("", ())])
        self.roots = self.whole.children
        self.loose: list[Passage] = []
        self._stack: list[_Node] = []
        self._last_loose = False

    def add(self, piece: Passage) -> None:
        """Take the next piece: an ordinal opens a node, a clause assigns one, other text goes on with it."""
        last_loose, self._last_loose = self._last_loose, False
        mark = read_mark(piece.text)
        plain = _UNNUMBERED.match(piece.text)
        if mark is not None and (mark.rank <= 3 or self._stack):
            self._open(_Node(mark, [piece[mark.length :].strip()]))
        elif plain is not None and self._stack:
            said = piece[plain.end() :].strip()
            if self._stack[-1].pieces[-1].text:
                self._open(_Node(None, [said]))
            else:
                self._stack[-1].pieces.append(said)
        elif read_line(piece, self.book) is not None and (self._stack or last_loose):
            self._line(piece, last_loose)
        elif not self.roots and read_line(piece, self.book) is not None:
            self.whole.lines.append(piece)
            self.whole.behind.append(1)
        else:
            self._text(piece)

    def _open(self, node: _Node) -> None:
        while self._stack and self._stack[-1].rank >= node.rank:
            self._stack.pop()
        self._put(node)
        if node.mark is not None and read_line(node.pieces[0], self.book) is not None:
            # （一）牵头单位：甲, with what is to be done behind it
            node.lines, node.behind, node.pieces = node.pieces, [1], [node.pieces[0][:0]]
            return
        node.take(node.pieces[0], find_clauses(node.pieces[0], self.book))

    def _put(self, node: _Node) -> None:
        (self._stack[-1].children if self._stack else self.roots).append(node)
        self._stack.append(node)

    def _line(self, piece: Passage, last_loose: bool) -> None:
        """Give an assignment on a line of its own to the open task, or to the text without ordinal above it."""
        if last_loose and (not self._stack or self._stack[-1].closed):
            while self._stack and (self._stack[-1].mark is None or self._stack[-1].assigned):
                self._stack.pop()
            self._put(_Node(None, [self.loose.pop()]))
        node = self._stack[-1]
        node.lines.append(piece)
        node.behind.append(len(node.pieces))
        node.closed = node.closed or node.has_text

    def _text(self, piece: Passage) -> None:
        found = find_clauses(piece, self.book)
        end_matter = is_date_line(piece.text) or is_number_line(piece.text) or bool(_END_MATTER.match(piece.text))
        top = self._stack[-1] if self._stack else None
        if top is not None and found and not end_matter:
            if (
                top.mark is not None
                and top.rank <= 2
                and len(top.pieces) == 2
                and not top.has_heading_text
                and top.found
            ):
                # a heading above several tasks without ordinals: the first becomes one of them
                first = _Node(None, [top.pieces.pop()], found=top.found, closed=True)
                top.found = []
                top.children.append(first)
            if top.mark is not None and top.children and not top.assigned:
                node = _Node(None, [piece])
                node.take(piece, found)
                top.children.append(node)
            else:
                top.pieces.append(piece)
                top.take(piece, found)
        elif found:
            node = _Node(None, [piece])
            node.take(piece, found)
            self.roots.append(node)
        elif top is not None and not end_matter and (not top.closed or (top.led and top.behind[-1] == len(top.pieces))):
            top.pieces.append(piece)
        else:
            while (
                is_date_line(piece.text)
                and top is not None
                and len(top.pieces) > 1
                and is_signature(top.pieces[-1].text)
            ):
                self.loose.append(top.pieces.pop())
            self.loose.append(piece)
            self._last_loose = not end_matter


def _assign_behind(node: _Node) -> None:
    """Give assignments that stand before their tasks, under one heading, to the tasks behind them.

    They stand so when one follows the heading at once and one stands behind each task but the last.
    """
    children = node.children
    texts = len(node.pieces) - 1
    if node.lines and not texts and not children and not node.pieces[0].text:
        node.pieces = node.lines[:1]
    if (
        node.led
        and not children
        and texts > 1
        and not node.found
        and sorted(set(node.behind)) == list(range(1, texts + 1))
    ):
        for n, piece in enumerate(node.pieces[1:], 1):
            lines = [line for line, at in zip(node.lines, node.behind, strict=True) if at == n]
            children.append(_Node(None, [piece], lines=lines, closed=True))
        del node.pieces[1:], node.lines[:], node.behind[:]
    elif (
        node.led
        and texts == 0
        and len(children) > 1
        and all(c.lines and not c.found and not c.children for c in children[:-1])
        and not (children[-1].assigned or children[-1].children)
    ):
        for before, child in reversed(list(itertools.pairwise([node, *children]))):
            child.lines, child.behind = before.lines, before.behind
        node.lines, node.behind = [], []
    for child in children:
        _assign_behind(child)


def _spread(roots: list[_Node]) -> None:
    """Give clauses to the nodes they govern.

    A heading's clause governs the sub-tasks below it that have none. A clause alone on its line
    behind the last of several unassigned sub-tasks governs them all; one that ends the last of
    several inner points (（1）, ①) governs the task they divide.
    """
    for node in roots:
        children = node.children
        if node.assigned and children and _heading_only(node) and children[0].rank < 6:
            for child in children:
                if not child.assigned and not any(n.assigned for n in child.below()):
                    child.lines += [f.inner for f in node.found] + node.lines
            node.pieces = [node.pieces[0][: min((f.start for f in node.found), default=None)].strip()]
            node.found, node.lines = [], []
        _spread(node.children)
        if len(children) < 2 or node.assigned or any(n.rank < _INNER for c in children for n in c.children):
            continue
        last = children[-1]
        if (
            last.rank >= _INNER
            and not _whole_governed(last)
            and last.found
            and not any(c.assigned for c in children[:-1])
        ):
            node.found, last.found = last.found, []
            continue
        if _whole_governed(last) and not any(c.assigned for c in children[:-1]):
            for child in children[:-1]:
                child.lines += last.lines + [f.inner for f in last.found]


def _heading_only(node: _Node) -> bool:
    """Tell whether a node says nothing but its heading and who is assigned."""
    first = node.pieces[0].text
    bare = first[: node.found[0].start] + first[node.found[0].end :] if node.found else first
    return len(node.pieces) == 1 and not _STOP.search(bare.rstrip("。")) and len(bare) <= 60


def _whole_governed(last: _Node) -> bool:
    """Tell whether the last sub-task's clause stands alone on its line (and so governs those before it)."""
    if last.found and _SUMS_UP.match(last.found[-1].inner.text):
        return True
    if not last.found or len(last.pieces) < 2:
        return False
    line = last.pieces[-1].span()[0]
    return line < last.found[-1].inner.span()[0] <= line + 2


def _collect(
    node: _Node,
    path: tuple[str, ...],
    section: str,
    task_word: str,
    part: str,
    items: list[Item],
    among_tasks: bool = False,
) -> None:
    """Walk the outline in order and make items of what is a task, a leaf, or text between a heading and those below it.

    ``among_tasks``: most of those beside the node are assigned to bodies, so it is a task too, which nobody is given.
    """
    here = (*path, _ordinal(node, items))
    title, text = _title(node)
    assigned_below = any(n.assigned for n in node.below())
    words = f"{task_word}\n{title.text}" if node.children else task_word
    if node.assigned and (assigned_below or not node.children):
        items.append(_item("task", node, here, section, part, _lines(text), title))
    elif node.assigned:
        items.append(
            _item("task", node, here, section, part, _lines([*text, *(c.passage() for c in node.children)]), title)
        )
        return
    if not node.assigned and (
        not node.children or (not assigned_below and all(c.rank >= _INNER for c in node.children))
    ):
        kind: ItemKind = "task" if is_task(words) or (among_tasks and not frames(title.text)) else "clause"
        items.append(
            _item(kind, node, here, section, part, _lines([*text, *(c.passage() for c in node.children)]), title)
        )
        return
    if not node.assigned and (len(node.pieces) > 1 or node.has_heading_text):
        items.append(_item("clause", node, here, section, part, _lines(text), title))
    printed = _printed_heading(node)
    mostly = _mostly_assigned(node.children)
    for child in node.children:
        _collect(child, here, printed or section, words, part, items, mostly)


def _mostly_assigned(nodes: Sequence[_Node]) -> bool:
    return 2 * sum(n.assigned for n in nodes) > len(nodes)


def _ordinal(node: _Node, items: list[Item]) -> str:
    return node.mark.printed if node.mark else f"p{len(items) + 1}"


def _printed_heading(node: _Node) -> str:
    """Return ordinal and title of a node as papers print them (一、总体要求)."""
    if node.mark is None:
        return ""
    title, _ = _title(node)
    marks = {0: "第{}章 ", 1: "{}、", 2: "（{}）", 3: "{}. ", 4: "（{}）", 5: "{}"}
    return marks[node.mark.rank].format(node.mark.printed) + title.text.rstrip("。：:")


def _title(node: _Node) -> tuple[Passage, list[Passage]]:
    """Return a node's title and its text: a heading on its own line is title only, a first short sentence is both."""
    first = node.pieces[0]
    stop = _STOP.search(first.text)
    if stop is None and len(first.text) <= 60 and (len(node.pieces) > 1 or node.children):
        return first, list(node.pieces)
    end = stop.start() if stop else 0
    opened = re.sub(r"[（(][^（()）]*[)）]", "", first.text[:end])
    if re.search(r".[（(]", opened) and re.search(r"[)）]", first.text[end:]):
        end = 0  # the stop stands in a bracket
    return (first[:end] if 0 < end <= 40 else first[:0]), list(node.pieces)


def _item(
    kind: ItemKind, node: _Node, path: tuple[str, ...], section: str, part: str, text: Passage, title: Passage
) -> Item:
    clauses = tuple(sorted([f.inner for f in node.found] + node.lines, key=lambda p: p.span()))
    printed = node.mark.printed if node.mark else ""
    ordinal = (str(node.mark.number) if printed.isalpha() and printed.isascii() else printed) if node.mark else path[-1]
    if not text.at:
        text = title
    return Item(kind, part, section, ordinal, printed, path, title, text, clauses=clauses)
