"""Find the files a user named: paths and folders -> ``Found``, in an order that does not depend on the machine."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from policykg.model import Issue
from policykg.read import limits
from policykg.read.archive import is_archive, members
from policykg.read.privacy import mask

#: Megabytes a file may have; scans and archives may have more (limits.LARGE_MB).
LIMIT_MB = limits.FILE_MB
#: What lies beside papers and is none: a corpus's own list, programs.
_NOT_PAPERS = frozenset({"manifest.csv"})
#: What would break a line of a report, or turn its order: control characters, line ends, marks of direction.
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
#: What stands in a name for a byte that is no UTF-8.
_BAD_BYTE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Found:
    """A file that was read into memory: ``name`` as reported, ``data`` its bytes, ``sha256`` of them."""

    name: str
    data: bytes
    sha256: str


def _is_graph(folder: Path) -> bool:
    """Tell whether a folder is a graph that policykg wrote: its files are no papers."""
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(meta, dict) and meta.get("format") == "policykg-graph"


def shown(name: str) -> str:
    r"""Return a name that any report can print: bad bytes as U+FFFD, control characters as escapes, personal numbers blank.

    >>> shown("a\nb\udcff.txt")
    'a\\nb�.txt'
    >>> shown("名单_13800001111.txt")
    '名单_***********.txt'
    """
    return mask(_BREAKS.sub(lambda m: repr(m[0])[1:-1], _BAD_BYTE.sub("\ufffd", name)))


def _walk(folder: Path, root: Path, seen: dict[Path, str], issues: list[Issue]) -> Iterable[tuple[Path, str]]:
    """Yield the files below ``folder`` with their names below ``root``; what is passed over is an issue.

    ``seen`` holds the real folders that were entered, with their names: links back to one of them lead nowhere.
    A folder that cannot be listed is an issue; the others are read.
    """
    name = shown(str(folder) if folder == root else folder.relative_to(root).as_posix())
    real = folder.resolve()
    if (first := seen.setdefault(real, name)) != name:
        issues.append(Issue(name, 0, "linked-folder", values=(first,)))
        return
    try:
        # a graph among its papers goes unsaid: the second build into it must give the same report as the first
        entries = sorted((p for p in folder.iterdir() if not (p.is_dir() and _is_graph(p))), key=lambda p: p.name)
    except OSError as error:
        issues.append(Issue(name, 0, "unreadable", values=(error.strerror or type(error).__name__,)))
        return
    if not entries:
        issues.append(Issue(name, 0, "empty-folder"))
    for entry in entries:
        name = shown(entry.relative_to(root).as_posix())
        if entry.name.startswith((".", "__")):
            issues.append(Issue(name, 0, "hidden-file"))
        elif entry.is_dir():
            yield from _walk(entry, root, seen, issues)
        elif (problem := _no_file(entry)) is not None:
            issues.append(Issue(name, 0, problem))
        else:
            yield entry, name


def _no_file(path: Path) -> str | None:
    """Return the code of what a path is when it is neither a file nor a folder: a link to nothing, a pipe, a device."""
    if path.is_file():
        return None
    return "special-file" if path.exists() else "broken-link"


def find_files(paths: Iterable[Path]) -> tuple[tuple[Found, ...], tuple[Issue, ...]]:
    """Load every file below ``paths``; report what is missing, empty, too large, passed over or given twice.

    Files come back ordered by name, then by content, whatever the order of ``paths``. A file whose
    bytes were already read under another name is reported once as ``duplicate-file``. Members of a
    ZIP archive are files of their own.
    """
    issues: list[Issue] = []
    found: list[Found] = []
    for path in paths:
        given = shown(str(path))
        if not path.exists() and not path.is_symlink():
            issues.append(Issue(given, 0, "missing-path", values=(given,)))
            continue
        if _is_graph(path):
            issues.append(Issue(given, 0, "not-a-paper"))
            continue
        if not path.is_dir() and (problem := _no_file(path)) is not None:
            issues.append(Issue(given, 0, problem))
            continue
        try:
            entries = [(path, shown(path.name))] if path.is_file() else list(_walk(path, path, {}, issues))
        except OSError as error:
            issues.append(Issue(given, 0, "unreadable", values=(error.strerror or type(error).__name__,)))
            continue
        for file, name in entries:
            if file.name in _NOT_PAPERS or (path.is_dir() and file.suffix == ".py"):
                issues.append(Issue(name, 0, "not-a-paper"))
                continue
            data = _load(file, name, issues)
            if data is None:
                continue
            inside = members(data, name, issues) if is_archive(data, name) else ((name, data),)
            found += (Found(shown(n), d, hashlib.sha256(d).hexdigest()) for n, d in inside)
    found.sort(key=lambda f: (f.name, f.sha256))
    kept: dict[str, Found] = {}
    for file_found in found:
        first = kept.setdefault(file_found.sha256 if file_found.data else file_found.name, file_found)
        if first is not file_found:
            issues.append(Issue(file_found.name, 0, "duplicate-file", values=(first.name,)))
    return tuple(kept.values()), tuple(sorted(set(issues)))


def _load(file: Path, name: str, issues: list[Issue]) -> bytes | None:
    """Return a file's bytes; None with an issue when it is too large or cannot be read."""
    try:
        size = file.stat().st_size
        most = limits.LARGE_MB if file.suffix.lower() in limits.LARGE_ENDINGS else LIMIT_MB
        if size > most * 1024 * 1024:
            issues.append(Issue(name, 0, "too-large", values=(str(size // 1024 // 1024), str(most))))
            return None
        return file.read_bytes()
    except OSError as error:
        issues.append(Issue(name, 0, "unreadable", values=(error.strerror or type(error).__name__,)))
        return None
