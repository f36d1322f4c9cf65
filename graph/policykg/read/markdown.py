"""Markdown -> Document: read as plain text once its signs are left out; the document's text keeps them."""

from __future__ import annotations

import re

from policykg.lexicon import Lexicon
from policykg.model import Document, Issue, Passage, Source
from policykg.read.decode import decode
from policykg.read.text import read_text, relocate

#: What Markdown writes around the words (CommonMark 0.31): the group ``keep`` stays.
_SIGNS = re.compile(
    r"""\A---\n.*?\n---\n                                    # front matter
      | ^[ ]{0,3}\#{1,6}[ \t]+                               # headings
      | (?<=\S)[ \t]+\#+[ \t]*$
      | ^[ ]{0,3}(?:=+|-{3,}|\*{3,}|_{3,})[ \t]*$            # underlines and rules
      | ^[ ]{0,3}(?:>[ ]?)+                                  # quotes
      | <!--.*?-->
      | !?\[(?P<keep>[^\]\n]+)\]\([^)\n]*\)                  # links
      | \*{1,3}(?=\S) | (?<=\S)\*{1,3}                       # emphasis
      | (?<![\w])_{1,2}(?=\S) | (?<=\S)_{1,2}(?![\w])
      | \\(?=[!-/:-@\[-`{-~])                                # escapes
      | (?<=\S)(?:[ ]{2,}|\\)$                               # hard line ends
      | `+
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


def read_markdown(data: bytes, source: Source, lexicon: Lexicon) -> tuple[Document | None, tuple[Issue, ...]]:
    """Decode ``data`` and read it without its Markdown signs; offsets index the text as written."""
    decoded = decode(data)
    issues = (Issue(source.path, 0, decoded.problem, values=decoded.values),) if decoded.problem else ()
    if not decoded.text:
        return None, issues
    bare = _bare(decoded.text)
    at = [*bare.at, len(decoded.text)]
    run = read_text(bare.text, source, lexicon, decoded.encoding)
    blocks = tuple(relocate(b, at.__getitem__) for b in run.blocks)
    return Document(source, decoded.text, decoded.encoding, blocks), issues


def _bare(text: str) -> Passage:
    r"""Return the text without Markdown signs.

    >>> _bare("# 通知\n\n**牵头单位**：市财政局").text
    '通知\n\n牵头单位：市财政局'
    """
    whole = Passage.of(text)
    kept: list[Passage] = []
    at = 0
    for match in _SIGNS.finditer(text):
        start, end = match.span()
        kept.append(whole[at:start])
        if match["keep"] is not None:
            kept.append(whole[match.start("keep") : match.end("keep")])
        at = end
    kept.append(whole[at:])
    return Passage.join(kept)
