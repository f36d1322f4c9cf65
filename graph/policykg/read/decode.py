"""Bytes -> text: UTF-8, UTF-16 with a mark, GB18030; binary and other encodings are told apart and refused."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policykg.read.privacy import mask

#: First bytes of formats that are not text, with the name a user knows.
_MAGIC = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "DOCX/XLSX/ZIP"),
    (b"\xd0\xcf\x11\xe0", "DOC/XLS/WPS"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7Z"),
    (b"\x1f\x8b", "GZIP"),
)
#: Marks of byte order, the longer ones first: that of UTF-32 begins like that of UTF-16.
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
#: What a user is told of text that seems to be UTF-16 but does not say in which order its bytes stand.
_NO_MARK = "UTF-16, no BOM?"
#: Share of Chinese characters that must be common ones (GB 2312 level 1) before bytes pass as GB18030.
_COMMON_SHARE = 0.85
#: Signs that every Chinese paper is full of (a quarter of it and more); Korean or Japanese bytes read as GB18030 are
#: common characters too, but hardly any of these.
_USUAL = frozenset("的和在有为是年月日一二三十市县区省局委办人民政府国工作单位发展建设部门任务责牵头配合、，。：；（）")
_USUAL_SHARE = 0.05
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, or the code and values of the issue that says why there is none."""

    text: str
    encoding: str
    problem: str = ""
    values: tuple[str, ...] = ()


def _is_common(char: str) -> bool:
    """Tell whether a character stands in level 1 of GB 2312 (rows 16 to 55, the 3,755 common ones)."""
    try:
        return 0xB0 <= char.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False


def _plausible_chinese(text: str) -> bool:
    sample = [c for c in text[:20000] if "\u4e00" <= c <= "\u9fff"]
    return bool(sample) and sum(map(_is_common, sample)) >= _COMMON_SHARE * len(sample)


def decode(data: bytes) -> Decoded:
    """Return the text of ``data``; never raises.

    >>> decode("财政".encode("gb18030")).encoding
    'gb18030'
    >>> decode(b"%PDF-1.7").problem
    'binary-file'
    """
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        return Decoded("", "", "empty-file")
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return Decoded("", "", "binary-file", (name,))
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(mask(data.decode(encoding, errors="replace").lstrip("\ufeff")), encoding)
    if b"\x00" in data[:65536]:
        return Decoded("", "", "binary-file", (_NO_MARK if _like_utf16(data) else "NUL",))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_other(data, error.start)
    if len(_CONTROL.findall(text[:65536])) > len(text[:65536]) // 50:
        return Decoded("", "", "binary-file", ("control characters",))
    return Decoded(mask(text), "utf-8")


def _decode_other(data: bytes, first_bad: int) -> Decoded:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    if text and _plausible_chinese(text):
        sample = [c for c in text[:20000] if c > "\x7f"]
        doubtful = sum(c in _USUAL for c in sample) < _USUAL_SHARE * len(sample)
        return Decoded(mask(text), "gb18030", "doubtful-encoding" if doubtful else "")
    repaired = data.decode("utf-8", errors="replace")
    bad = repaired.count("\ufffd")
    if bad <= max(3, len(repaired) // 200):
        return Decoded(mask(repaired), "utf-8", "replaced-bytes", (str(bad),))
    if _like_utf16(data):
        return Decoded("", "", "binary-file", (_NO_MARK,))
    return Decoded("", "", "bad-encoding", (str(first_bad),))


def _like_utf16(data: bytes) -> bool:
    """Tell whether bytes without a mark would be Chinese text, or plain ASCII, if they were read as UTF-16."""
    head = data[:40000][: len(data[:40000]) // 2 * 2]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = head.decode(encoding, errors="replace")
        known = sum((c.isascii() and (c.isprintable() or c.isspace())) or "\u3000" <= c <= "\u303f" for c in text)
        chinese = sum("\u4e00" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef" for c in text)
        if known + chinese >= 0.9 * len(text) and (not chinese or _plausible_chinese(text)):
            return True
    return False
