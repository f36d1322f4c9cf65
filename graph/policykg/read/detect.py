"""Tell what a file is: from its first bytes, then from the ending of its name."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath

#: First bytes, what they open, and what a user calls it.
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"BM", "bitmap"),
    (b"RIFF", "webp"),
    (b"{\\rtf", "rtf"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
#: Names of streams in old office files, as their directory writes them: each ends with a zero ("Book" begins "Bookmark").
_SHEET_STREAMS = tuple(f"{n}\0".encode("utf-16-le") for n in ("Workbook", "Book"))
_TEXT_STREAM = "WordDocument\0".encode("utf-16-le")
_LOCKED_STREAM = "EncryptedPackage".encode("utf-16-le")
_SHEET_ENDINGS = frozenset({".xls", ".xlt", ".et", ".ett"})
#: What opens an HTML page, white space, a mark and comments before it left out.
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<!--.*?-->|<\?xml[^>]{0,200}\?>)*<(?:!doctype\s+html|html[\s>])", re.I | re.S
)
_ENDINGS = {
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".shtml": "html",
    ".csv": "csv",
    ".tsv": "csv",
    ".md": "markdown",
    ".markdown": "markdown",
}
#: Parts that tell one format made of a ZIP from another.
_PACKAGES = (
    ("word/", "docx"),
    ("xl/", "xlsx"),
    ("ppt/", "PPTX"),
    ("OFD.xml", "OFD"),
    ("META-INF/container.xml", "EPUB"),
    ("META-INF/MANIFEST.MF", "JAR"),
)


def detect(data: bytes, name: str) -> str:
    """Return the kind of a file: pdf, docx, xlsx, zip, doc, xls, rtf, odt, ods, image, html, csv, markdown, text, locked.

    A kind in capitals (OFD) is a format that nothing here reads; a ZIP that cannot be listed is "broken-zip".
    An old office file that holds an encrypted new one is "locked".

    >>> detect(b"%PDF-1.7 ...", "a.txt"), detect("市财政局".encode(), "a.csv"), detect(b"<html><body>", "a.txt")
    ('pdf', 'csv', 'html')
    """
    ending = PurePosixPath(name).suffix.lower()
    head = data[:1024].lstrip() if data[:1].isspace() else data[:1024]
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            if kind == "bitmap":
                return "image" if ending == ".bmp" else _by_name(data, ending)
            if kind == "webp":
                return "image" if data[8:12] == b"WEBP" else _by_name(data, ending)
            return kind
    if data.startswith(_OLE):
        if _LOCKED_STREAM in data:
            return "locked"
        sheets, words = any(s in data for s in _SHEET_STREAMS), _TEXT_STREAM in data
        if sheets and words:  # one is embedded in the other
            return "xls" if ending in _SHEET_ENDINGS else "doc"
        return "xls" if sheets or (ending in _SHEET_ENDINGS and not words) else "doc"
    if data.startswith(_ZIP):
        return _package(data)
    return _by_name(data, ending)


def _by_name(data: bytes, ending: str) -> str:
    if _HTML.match(data[:4096]):
        return "html"
    return _ENDINGS.get(ending, "text")


def _package(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            names = file.namelist()
            if "mimetype" in names[:1] and "content.xml" in names:
                return "ods" if b"spreadsheet" in file.open("mimetype").read(200) else "odt"
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError):
        return "broken-zip"
    if "[Content_Types].xml" in names or not any(n.endswith((".docx", ".xlsx", ".txt")) for n in names):
        for part, kind in _PACKAGES:
            if any(n == part or (part.endswith("/") and n.startswith(part)) for n in names):
                return kind
    return "zip"
