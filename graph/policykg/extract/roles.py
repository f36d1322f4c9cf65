"""Roles of an item: from its clauses and from the columns of bodies of its row."""

from __future__ import annotations

import re
from dataclasses import replace

from policykg.bodylists import cut_list, is_sure, outer_brackets
from policykg.clauses import Clause, read_clause, read_standing
from policykg.extract.leading import first_leads, give_first, give_marked
from policykg.extract.running import find_duty_list, find_running_roles
from policykg.model import ColumnCell, Issue, Item, Passage, Role, RoleMention
from policykg.names import BARE, NameBook, suffix_list

#: A name graded below this is no body (a stray phrase before a verb).
BAR = 0.6
_CELL_ROLES: dict[str, Role] = {"leads": "leads", "assists": "assists", "responsible": "responsible"}
#: Sections that say how a paper is carried out, not what is to be done.
_GENERAL = re.compile(r"保障|附则|组织领导|组织实施|总体要求|指导思想|基本原则|目标|有关要求|工作要求|督导|考核")
_GENERAL_TITLE = re.compile(
    r"(?:加强|强化|健全|完善|严格)?(?:组织|督导|督查|考核|宣传|政策|工作|有关|总体)*(?:保障(?:措施)?|领导|实施|要求|督导|考核|附则|原则|目标|思想)+"
)
#: Where a bracket that assigns may end: with its sentence.
_CLAUSE_END = re.compile(r"\s*(?:[。；;\n]|$)")
_NOBODY = re.compile(r"^[\s\-—－–/／无、]*$")


def find_roles(
    item: Item, book: NameBook, first: Role | None = None, path: str = "", sign: str = ""
) -> tuple[tuple[RoleMention, ...], str, tuple[Issue, ...]]:
    """Return the bodies named in roles on an item, in order, the deadline its clauses give, and issues.

    ``first``: the role of the other bodies when the paper says that the first-named leads (see
    ``leading.rest_of``), None when it does not; ``sign`` marks the leading bodies of the paper's lists. Bodies
    of an upper-level column are marked ``upper``. A body named twice in one role counts once.
    """
    mentions: list[RoleMention] = []
    issues: list[Issue] = []
    deadlines: list[str] = []
    for clause_passage in item.clauses:
        clause = _read(clause_passage, book)
        marked = give_marked(clause.mentions, clause_passage, sign)
        mentions += give_first(marked, first, first_leads(clause_passage.text))
        deadlines += [clause.deadline] if clause.deadline else []
        issues += _undecided(path, clause, book)
    for column in item.columns:
        if column.meaning.startswith("matrix-"):
            if (sign_role := _CELL_ROLES.get(column.meaning.removeprefix("matrix-"))) and book.parse(column.header):
                mentions.append(RoleMention(column.header, sign_role, *column.cell.passage.span(), "matrix", 0.9))
            continue
        upper = column.meaning.startswith("upper-")
        role = _CELL_ROLES.get(column.meaning.removeprefix("upper-"))
        if role is None or _NOBODY.match(column.cell.text):
            continue
        if _spans_roles(column, item.columns):
            # one cell over two columns of bodies: only what the cell itself says is told
            clause = read_clause(column.cell.passage, book, rule="column-merged")
            mentions += clause.mentions
            issues += _undecided(path, clause, book)
            continue
        clause = read_clause(
            column.cell.passage, book, default=role, rule="column" if not column.cell.inherited else "column-merged"
        )
        found = tuple(replace(m, upper=upper) for m in give_marked(clause.mentions, column.cell.passage, sign))
        rest = first if role == "responsible" and not upper else None
        mentions += give_first(found, rest, first_leads(column.cell.text))
        issues += _undecided(path, clause, book)
    issues += _unread_brackets(path, item, book)
    kept = [m for m in mentions if m.score >= BAR]
    if not kept and item.kind in ("task", "clause") and not _is_general(item):
        kept = list(find_duty_list(item.text, book)) or list(find_running_roles(item.text, book))
    return _unique(kept), "；".join(dict.fromkeys(deadlines)), tuple(issues)


def _spans_roles(column: ColumnCell, columns: tuple[ColumnCell, ...]) -> bool:
    """Tell whether one printed cell stands in several columns of bodies (merged across 牵头单位 and 配合单位)."""
    return any(
        other.cell.passage.at == column.cell.passage.at
        and other.meaning != column.meaning
        and other.meaning in _CELL_ROLES
        for other in columns
    )


def standing_bodies(item: Item, book: NameBook) -> tuple[RoleMention, ...]:
    """Return the bodies that an item's clause charges with all items behind it, rule standing."""
    return tuple(
        RoleMention(p.text, "responsible", *p.span(), "standing", 0.8)
        for c in item.clauses
        for p in read_standing(c, book)
    )


def column_deadline(item: Item) -> str:
    """Return the text of a row's time column, "" when it has none."""
    return next((" ".join(c.cell.text.split()) for c in item.columns if c.meaning == "deadline"), "")


def _is_general(item: Item) -> bool:
    """Tell whether an item says how a paper is carried out: by its section, or by its own title at the top level."""
    if item.section:
        return bool(_GENERAL.search(item.section))
    return bool(_GENERAL_TITLE.fullmatch(item.title.text.strip("。 ")))


def _read(passage: Passage, book: NameBook) -> Clause:
    clause = read_clause(passage, book)
    # 甲（牵头）、乙、丙: who else is listed answers for the task with the one that leads
    only_marked = clause.undecided and all(m.rule.endswith("-marked") for m in clause.mentions)
    if clause.mentions and not only_marked:
        return clause
    return read_clause(passage, book, default="responsible", rule="bracket-bare", score=0.75 + 0.1)


def _unique(mentions: list[RoleMention]) -> tuple[RoleMention, ...]:
    seen: set[tuple[str, str, bool]] = set()
    kept: list[RoleMention] = []
    for mention in mentions:
        key = (mention.printed, mention.role, mention.upper)
        if key not in seen:
            seen.add(key)
            kept.append(mention)
    return tuple(kept)


def _holds_body(text: str, book: NameBook) -> bool:
    """Tell whether words that no role governs are a body, or open with one (市审计局监督)."""
    return book.parse(text) is not None or any(
        is_sure(book, text[:k]) for k in range(3, len(text)) if text[:k].endswith(suffix_list(book.lexicon))
    )


def _undecided(path: str, clause: Clause, book: NameBook) -> list[Issue]:
    return [
        Issue(path, 0, "clause-undecided", *p.span(), values=(p.text[:60],))
        for p in (*clause.undecided, *clause.strays)
        if _holds_body(p.squeeze().text, book)
    ]


def _unread_brackets(path: str, item: Item, book: NameBook) -> list[Issue]:
    """Report brackets at the end of a sentence that hold bodies and were no clause, so that none is lost in silence."""
    if item.kind not in ("task", "clause"):
        return []
    taken = [c.span() for c in item.clauses]
    found: list[Issue] = []
    for start, end in outer_brackets(item.text.text):
        inner, before = item.text[start + 1 : end - 1], item.text.text[:start].rstrip(" ")
        if len(inner) > 300 or "。" in inner.text or not inner.at or not _CLAUSE_END.match(item.text.text, end):
            continue
        if any(a < inner.at[-1] and inner.at[0] < b for a, b in taken):
            continue
        own = before.endswith(("。", "；", ";", "！")) and not item.text.text[end:].strip(" 。；")
        if before.endswith(suffix_list(book.lexicon)) and not own:
            continue  # 有关部门（甲、乙）, 某局（某办）: another name of what stands before it
        clause = read_clause(inner, book)
        if clause.labelled or clause.verbs:
            continue  # a heading's clause, which its sub-tasks have
        names = [book.parse(t.squeeze().text) for t in cut_list(inner, book)]
        sure = any(n is not None and n.strength >= BARE and n.kind != "group" and n.prefix for n in names)
        if sure or (own and all(n is not None and n.suffix for n in names)):
            found.append(Issue(path, 0, "clause-undecided", *inner.span(), values=(inner.text[:60],)))
    return found
