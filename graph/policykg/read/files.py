"""Find the files a user named: paths and folders -> ``Found``, in an order that does not depend on the machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from policykg.model import Issue

#: A paper is a few hundred kilobytes; beyond this a file is not a paper but a mistake.
LIMIT_MB = 32
_SKIPPED_NAMES = frozenset({"manifest.csv"})


@dataclass(frozen=True, slots=True)
class Found:
    """A file that was read into memory: ``name`` as reported, ``data`` its bytes, ``sha256`` of them."""

    name: str
    data: bytes
    sha256: str


def _walk(path: Path) -> Iterable[tuple[Path, str]]:
    """Yield the files below ``path`` with their reported names, hidden ones left out."""
    if path.is_file():
        yield path, path.name
        return
    for file in sorted(path.rglob("*"), key=lambda p: p.as_posix()):
        inside = file.relative_to(path)
        if file.is_file() and not any(part.startswith((".", "__")) for part in inside.parts):
            yield file, inside.as_posix()


def find_files(paths: Iterable[Path]) -> tuple[tuple[Found, ...], tuple[Issue, ...]]:
    """Load every file below ``paths``; report what is missing, empty, too large or given twice.

    Files come back ordered by name, then by content, whatever the order of ``paths``. A file whose
    bytes were already read under another name is reported once as ``duplicate-file``.
    """
    issues: list[Issue] = []
    found: list[Found] = []
    for path in paths:
        if not path.exists():
            issues.append(Issue(str(path), 0, "missing-path", values=(str(path),)))
            continue
        for file, name in _walk(path):
            if file.name in _SKIPPED_NAMES or file.suffix == ".py":
                continue
            try:
                size = file.stat().st_size
                if size > LIMIT_MB * 1024 * 1024:
                    issues.append(Issue(name, 0, "too-large", values=(str(size // 1024 // 1024), str(LIMIT_MB))))
                    continue
                data = file.read_bytes()
            except OSError as error:
                issues.append(Issue(name, 0, "unreadable", values=(error.strerror or type(error).__name__,)))
                continue
            found.append(Found(name, data, hashlib.sha256(data).hexdigest()))
    found.sort(key=lambda f: (f.name, f.sha256))
    kept: dict[str, Found] = {}
    for file_found in found:
        first = kept.setdefault(file_found.sha256, file_found)
        if first is not file_found and first.name != file_found.name:
            issues.append(Issue(file_found.name, 0, "duplicate-file", values=(first.name,)))
    return tuple(kept.values()), tuple(sorted(set(issues)))
