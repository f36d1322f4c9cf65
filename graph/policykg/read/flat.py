"""Tables flattened to text: headers and cells parted by white space alone, in one line or a row a line."""

from __future__ import annotations

import itertools
import re

from policykg.lexicon import Lexicon
from policykg.model import Cell, Passage, Table
from policykg.read.lines import Line

_TOKEN = re.compile(r"\S+")
_ROLES = frozenset({"leads", "assists", "responsible"})
_SENTENCE = re.compile(r"[。，；：,;:%％]|\d")
_TIME = re.compile(r"\d{4}年|\d{1,2}月|年底|季度|长期|持续|全年|底前|年内|每年")
#: How the name of a body of a jurisdiction begins, to the place where it may be broken.
_NAME_HEAD = re.compile(r"^[省市县区州旗][\u4e00-\u9fff]{1,9}$")
_ORDINAL = re.compile(r"^(\d{1,3})[.、．]?$")


def read(lines: list[Line], i: int, lexicon: Lexicon) -> tuple[Table | None, int]:
    """Read the table that begins in line ``i``; return it and the line behind it, or (None, i).

    The headers stand together in the line, an ordinal first and a column of bodies among them. A
    row that has more or fewer cells than the header stays as printed when the text column cannot
    take what is over: which column its words belong to cannot be decided, and the report says so.
    """
    tokens = _tokens(lines[i].passage)
    first = next((k for k, t in enumerate(tokens[:4]) if lexicon.column(t.text).meaning == "ordinal"), None)
    if first is None:
        return None, i
    headers, used = _headers(tokens[first:], lexicon)
    meanings = [lexicon.column(h.text).meaning for h in headers]
    if len(headers) < 3 or not _ROLES & set(meanings):
        return None, i
    endings = tuple(lexicon.suffixes)
    rest = tokens[first + used :]
    if rest:
        rows, after = _one_line(rest, meanings, endings), i + 1
    else:
        rows, after = _row_lines(lines, i + 1, meanings, endings)
    if not rows:
        return None, i
    start = headers[0].span()[0]
    end = max(c.span()[1] for row in rows for c in row)
    table = (tuple(Cell(h) for h in headers), *(tuple(Cell(c) for c in row) for row in rows))
    return Table(table, "flat", start, end), after


def _tokens(passage: Passage) -> list[Passage]:
    return [passage[m.start() : m.end()] for m in _TOKEN.finditer(passage.text)]


def _headers(tokens: list[Passage], lexicon: Lexicon) -> tuple[list[Passage], int]:
    """Take headers from the tokens, single signs joined (工 作 任 务); return them and how many tokens they took."""
    headers: list[Passage] = []
    k = 0
    while k < len(tokens):
        end = k + 1
        while end < len(tokens) and len(tokens[k]) == 1 and len(tokens[end]) == 1:
            end += 1
        joined = Passage.join(tokens[k:end])
        if not lexicon.is_header(joined.text):
            break
        headers.append(joined)
        k = end
    return headers, k


def _one_line(tokens: list[Passage], meanings: list[str], endings: tuple[str, ...]) -> list[list[Passage]]:
    """Cut the rows of a table that lies in one line at its ordinals."""
    starts: list[int] = []
    for k, token in enumerate(tokens):
        if token.text == str(len(starts) + 1) and (not starts or k - starts[-1] >= 2):
            starts.append(k)
    if not starts or starts[0] or len(tokens) < len(meanings):
        return []
    bounds = [*starts, len(tokens)]
    return [_fit(tokens[a:b], meanings, endings) for a, b in itertools.pairwise(bounds)]


def _row_lines(
    lines: list[Line], i: int, meanings: list[str], endings: tuple[str, ...]
) -> tuple[list[list[Passage]], int]:
    """Read rows of a line each (or more, when a line does not begin with the next ordinal)."""
    groups: list[list[Passage]] = []
    k = i
    while k < len(lines):
        tokens = _tokens(lines[k].passage)
        if tokens:
            match = _ORDINAL.match(tokens[0].text)
            if match and int(match[1]) == len(groups) + 1 and len(tokens) > 1:
                groups.append(tokens)
            elif groups and not lines[k - 1].blank and not _ended(groups[-1], meanings):
                groups[-1] += tokens
            else:
                break
        elif groups and k + 1 < len(lines) and lines[k + 1].blank:
            break
        k += 1
    return [_fit(g, meanings, endings) for g in groups], k


def _ended(tokens: list[Passage], meanings: list[str]) -> bool:
    return len(tokens) >= len(meanings) and not _SENTENCE.search(tokens[-1].text)


def _fit(tokens: list[Passage], meanings: list[str], endings: tuple[str, ...]) -> list[Passage]:
    """Bring a row to the header's width: names are whole, the text takes what is over up to its last sentence sign.

    Where two columns of bodies before the deadline have more or fewer cells than two, one cell over both says so.
    """
    if len(tokens) > len(meanings):
        tokens = _whole_names(tokens, endings)
    over = len(tokens) - len(meanings)
    roles = [k for k, m in enumerate(meanings) if m in _ROLES]
    if over and len(roles) == 2 and meanings[-3:] == [meanings[roles[0]], meanings[roles[1]], "deadline"]:
        bodies = tokens[roles[0] : -1]
        if bodies and _TIME.search(tokens[-1].text) and all(_last_name(t).endswith(endings) for t in bodies):
            both = _spaced(bodies)
            return [*tokens[: roles[0]], both, both, tokens[-1]]
    if over <= 0 or len(roles) != 1:
        return tokens
    role = roles[0]
    text = [k for k, m in enumerate(meanings) if m in ("text", "title", "policy") and k < role]
    if not text:
        return tokens
    behind = len(meanings) - role - 1
    middle = tokens[text[-1] : len(tokens) - behind]
    last = max((k for k, t in enumerate(middle[:-1]) if _SENTENCE.search(t.text)), default=0)
    parts = [_spaced(middle[: last + 1]), _spaced(middle[last + 1 :])]
    return [*tokens[: text[-1]], *parts, *tokens[len(tokens) - behind :]]


def _whole_names(tokens: list[Passage], endings: tuple[str, ...]) -> list[Passage]:
    """Join a name that a blank breaks (市水利 局): its head ends as no body does, the head and what follows do."""
    kept: list[Passage] = []
    for token in tokens:
        head = _last_name(kept[-1]) if kept else ""
        first = re.split("[、，]", token.text)[0]
        broken = _NAME_HEAD.match(head) and not head.endswith(endings) and first.endswith(endings)
        if broken and not _NAME_HEAD.match(first):
            kept[-1] = Passage.join([kept[-1], token])
        else:
            kept.append(token)
    return kept


def _last_name(cell: Passage) -> str:
    return re.split("[、，]", cell.text)[-1]


def _spaced(tokens: list[Passage]) -> Passage:
    pieces = [tokens[0]]
    for token in tokens[1:]:
        pieces += [Passage(" ", (token.at[0] - 1,)), token]
    return Passage.join(pieces)
