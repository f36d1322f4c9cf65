"""ZIP archives: each member is a file of its own, named ``a.zip/b.docx``; an archive inside one is opened too."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from policykg.model import Issue
from policykg.read import limits
from policykg.read.detect import detect
from policykg.read.package import check_members

#: What systems put beside the files of an archive.
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini", "~$")
_MB = 2**20


def is_archive(data: bytes, name: str) -> bool:
    """Tell whether a file is an archive of files (a DOCX, made of a ZIP too, is none)."""
    return data.startswith(b"PK") and detect(data, name) == "zip"


def members(data: bytes, name: str, issues: list[Issue], deep: int = 1) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each member, ordered by name; add to ``issues`` what is refused and why.

    Nothing is written to the disk, so a member's name can be anything. Members that are encrypted, too
    large or damaged are passed over one by one, an archive that unpacks to too much as a whole.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            entries = [(_name(m), m) for m in file.infolist() if not m.is_dir()]
            if litter := sum(_is_litter(n) for n, _ in entries):
                issues.append(Issue(name, 0, "archive-litter", values=(str(litter),)))
            entries = sorted((e for e in entries if not _is_litter(e[0])), key=lambda e: e[0])
            if (problem := check_members([m for _, m in entries])) is not None:
                issues.append(Issue(name, 0, problem[0], values=problem[1]))
                return
            issues.append(Issue(name, 0, "archive-opened", values=(str(len(entries)),)))
            for own, member in entries:
                path = f"{name}/{own}"
                inner = _load(file, member, path, issues)
                if inner is None:
                    continue
                if is_archive(inner, own):
                    if deep >= limits.ARCHIVES_DEEP:
                        issues.append(Issue(path, 0, "nested-archive"))
                    else:
                        yield from members(inner, path, issues, deep + 1)
                else:
                    yield path, inner
    except (zipfile.BadZipFile, ValueError, OSError):
        issues.append(Issue(name, 0, "corrupt-file", values=("ZIP",)))


def _load(file: zipfile.ZipFile, member: zipfile.ZipInfo, path: str, issues: list[Issue]) -> bytes | None:
    """Unpack one member, never more of it than it said and a file may have."""
    if member.flag_bits & 1:
        issues.append(Issue(path, 0, "encrypted"))
        return None
    most = limits.file_bytes(path)
    if member.file_size > most:
        values = (str(member.file_size // _MB), str(most // _MB))
        issues.append(Issue(path, 0, "too-large", values=values))
        return None
    try:
        with file.open(member) as stream:
            data = stream.read(most + 1)
    except (zipfile.BadZipFile, zipfile.zlib.error, EOFError, ValueError, OSError, NotImplementedError):  # type: ignore[attr-defined]
        issues.append(Issue(path, 0, "corrupt-file", values=("ZIP",)))
        return None
    if len(data) > most:
        issues.append(Issue(path, 0, "zip-bomb", values=(f">{most // _MB}", str(most // _MB))))
        return None
    return data


def _name(member: zipfile.ZipInfo) -> str:
    r"""Return a member's name; one not marked as UTF-8 is in the code page of the Chinese Windows.

    (APPNOTE 4.4.4: without bit 11 the name is IBM code page 437; Chinese programs write GB18030.)
    """
    name = member.filename
    if not member.flag_bits & 0x800:
        try:
            name = member.orig_filename.encode("cp437").decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = member.filename
    return name.replace("\\", "/").split("\x00")[0].lstrip("/")


def _is_litter(name: str) -> bool:
    last = name.rpartition("/")[2]
    return name.startswith(_LITTER) or last.startswith(_LITTER) or last.startswith(".")
