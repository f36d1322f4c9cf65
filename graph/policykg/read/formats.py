"""Bytes -> Document, whatever the format: text in this process, all else by a parser that runs apart."""

from __future__ import annotations

from dataclasses import replace

from policykg.errors import ISSUES
from policykg.lexicon import Lexicon
from policykg.model import Document, Issue, Source
from policykg.read import csv_tables, markdown
from policykg.read.apart import parse_apart
from policykg.read.compose import compose
from policykg.read.contacts import without_contacts
from policykg.read.detect import detect
from policykg.read.layout import Layout, failed
from policykg.read.office import convert
from policykg.read.text import read_text_bytes

Result = tuple[Document | None, tuple[Issue, ...]]

#: Kinds that a parser in a process of its own reads.
_APART = frozenset({"pdf", "docx", "xlsx", "html", "image"})
#: Kinds that LibreOffice turns into one of those.
_CONVERTED = {"doc": "docx", "rtf": "docx", "odt": "docx", "xls": "xlsx", "ods": "xlsx"}


def read_bytes(data: bytes, source: Source, lexicon: Lexicon) -> Result:
    """Read a file of any format; None with an issue that says why when it cannot be read.

    The kind is told from the bytes, then from the ending of ``source.path``; the document's source
    names it as its format. Never raises for what the file holds: a parser that crashes, hangs or
    eats memory is ended and reported.
    """
    document, issues = _read(data, source, lexicon)
    return without_contacts(document, lexicon) if document is not None else None, issues


def _read(data: bytes, source: Source, lexicon: Lexicon) -> Result:
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        return None, (Issue(source.path, 0, "zeros-only" if b"\x00" in data else "empty-file"),)
    kind = detect(data, source.path)
    if kind == "text":
        return read_text_bytes(data, source, lexicon)
    source = replace(source, format=kind)
    if kind == "markdown":
        return markdown.read_markdown(data, source, lexicon)
    return _composed(_layout(data, kind), source, lexicon)


def _layout(data: bytes, kind: str) -> Layout:
    if kind == "csv":
        return csv_tables.read_csv(data)
    if kind in _APART:
        return parse_apart(kind, data)
    if kind in _CONVERTED:
        wanted = _CONVERTED[kind]
        converted, problem = convert(data, kind, wanted)
        return parse_apart(wanted, converted) if converted is not None else failed(problem[0], *problem[1])
    if kind == "locked":
        return failed("encrypted")
    if kind == "broken-zip":
        return failed("corrupt-file", "ZIP")
    if kind == "zip":
        return failed("nested-archive")
    return failed("binary-file", kind)


def _composed(layout: Layout, source: Source, lexicon: Lexicon) -> Result:
    issues = tuple(Issue(source.path, 0, code, values=values) for code, values in layout.problems)
    document = compose(replace(layout, problems=()), source, lexicon)
    if not document.text.strip():
        why = any(ISSUES[i.code].severity == "error" for i in issues)
        return None, issues if why else (*issues, Issue(source.path, 0, "no-text"))
    return document, issues
