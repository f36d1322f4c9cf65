"""Office files made of a ZIP: checked before anything opens them."""

from __future__ import annotations

import io
import re
import zipfile

from policykg.read import limits
from policykg.read.layout import Problem

_MB = 2**20
#: ECMA-376 part 2 (annex E) forbids document types; who writes one wants entities resolved.
_DOCTYPE = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)")


def check_package(data: bytes) -> Problem | None:
    """Return what forbids opening a DOCX or XLSX: a bomb, a document type, damage; None when nothing does."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            members = file.infolist()
            if (problem := check_members(members)) is not None:
                return problem
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    with file.open(member) as part:
                        if _DOCTYPE.search(part.read(4096)):
                            return ("xml-entities", (member.filename,))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, EOFError, OSError, NotImplementedError):
        return ("corrupt-file", ("ZIP",))
    except zipfile.zlib.error:  # type: ignore[attr-defined]
        return ("corrupt-file", ("ZIP",))
    return None


def check_members(members: list[zipfile.ZipInfo]) -> Problem | None:
    """Return what makes an archive's list of members one that is not unpacked; None when it may be.

    The sizes are those the archive states; unpacking stops where a member turns out larger.
    """
    if len(members) > limits.MEMBERS:
        return ("too-many-members", (str(len(members)), str(limits.MEMBERS)))
    total = sum(m.file_size for m in members)
    if total > limits.UNPACKED_MB * _MB:
        return ("zip-bomb", (str(total // _MB), str(limits.UNPACKED_MB)))
    for member in members:
        if member.file_size > limits.RATIO_FREE_MB * _MB and member.file_size > limits.RATIO * max(
            1, member.compress_size
        ):
            return ("zip-bomb", (str(member.file_size // _MB), str(limits.RATIO_FREE_MB)))
    return None
