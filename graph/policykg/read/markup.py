"""HTML inside cells: tags dropped, entities resolved, every character's offset kept."""

from __future__ import annotations

import html
import re

from policykg.model import Passage

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "title", "head", "body"})


def plain(passage: Passage) -> Passage:
    r"""Drop tags (paragraph and line breaks become a line end) and resolve entities.

    A line end or an entity's character stands at the offset where its tag or entity begins.

    >>> plain(Passage.of("<p>甲</p><p>乙&amp;丙</p>")).text
    '甲\n乙&丙'
    """
    if "<" not in passage.text and "&" not in passage.text:
        return passage
    text: list[str] = []
    at: list[int] = []
    last = 0
    for match in _TAG.finditer(passage.text):
        text += passage.text[last : match.start()]
        at += passage.at[last : match.start()]
        last = match.end()
        if match.group(2) is None:
            char = html.unescape(match.group())
            if len(char) == 1:
                text.append(char)
                at.append(passage.at[match.start()])
        elif match.group(2).lower() in _BREAKS and text and text[-1] != "\n":
            text.append("\n")
            at.append(passage.at[match.start()])
    text += passage.text[last:]
    at += passage.at[last:]
    return Passage("".join(text), tuple(at)).strip()
