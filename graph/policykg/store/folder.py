"""The folder of a graph: written aside, checked, swapped in whole.

    graph.nq            all statements as N-Quads, in the order given
    records.jsonl       the item records (DESIGN.md section 5)
    corpus.json         all that was read, without loss (see store.codec)
    texts/<sha256>.txt  each source as read, for evidence
    report.json         what the build met
    search.sqlite       what can be found by words (store.search); a graph without it is complete
    store/              the same statements as an Oxigraph database
    meta.json           format and version, counts, and what the builder says of itself

Same input, same bytes, but for ``store/``, whose database engine keeps times and a random identity.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from policykg.errors import GraphError

QUADS, RECORDS, CORPUS, TEXTS, REPORT, SEARCH, STORE, META = (
    "graph.nq", "records.jsonl", "corpus.json", "texts", "report.json", "search.sqlite", "store", "meta.json",
)  # fmt: skip
OURS = frozenset((QUADS, RECORDS, CORPUS, TEXTS, REPORT, SEARCH, STORE, META))
FORMAT = "policykg-graph"
VERSION = 1

_SHA256 = re.compile(r"[0-9a-f]{64}")


def publish(
    folder: Path,
    *,
    nquads: Iterable[str],
    records: Iterable[str],
    texts: Mapping[str, str],
    report: Mapping[str, Any],
    meta: Mapping[str, Any],
    corpus: str = "",
    index: Callable[[Path], None] | None = None,
) -> None:
    """Write a graph and put it in the place of the one in ``folder``.

    Everything is written into a folder beside it and renamed at the end; when anything fails or is
    interrupted before, the graph that was there stays as it was. Files of yours in the folder are kept.

    ``nquads`` and ``records`` are lines with or without line ends; ``texts`` maps the SHA-256 of a source to
    its text; ``report`` and ``meta`` are JSON objects; ``index`` may write further files of
    ours into the folder it is given, which is a graph by then. Raises GraphError when ``folder`` holds something that
    is not a graph, or a line is not N-Quads.
    """
    folder = folder.resolve()
    check_target(folder)
    _tidy(folder)
    with _aside(folder) as aside:
        quads = _lines(aside / QUADS, nquads)
        count = _lines(aside / RECORDS, records)
        if corpus:
            _text(aside / CORPUS, corpus)
        (aside / TEXTS).mkdir()
        for sha256, text in sorted(texts.items()):
            if not _SHA256.fullmatch(sha256):
                raise ValueError(f"texts: {sha256!r} is no SHA-256")
            _text(aside / TEXTS / f"{sha256}.txt", text)
        _text(aside / REPORT, _json(report))
        _load(aside / STORE, aside / QUADS)
        own = {"format": FORMAT, "format_version": VERSION, "quads": quads, "records": count}
        _text(aside / META, _json({**meta, **own}))
        if index is not None:
            index(aside)
        _swap(aside, folder)


def read_corpus_files(folder: Path) -> tuple[str, dict[str, str]]:
    """Return the corpus as written and the sources' texts by SHA-256; raise GraphError when there is none."""
    read_meta(folder)
    texts = {t.stem: read_part(t, folder) for t in sorted((folder / TEXTS).glob("*.txt"))}
    return read_part(folder / CORPUS, folder), texts


def read_part(file: Path, folder: Path) -> str:
    """Return a file of the graph in ``folder`` as text, its line ends kept; raise GraphError when it is broken."""
    try:
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise GraphError(f"{file}: missing; {remedy(folder)}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise GraphError(f"{file}: cannot be read ({error}); {remedy(folder)}") from error


def read_lines(folder: Path, name: str, expected: object = None) -> Iterator[str]:
    """Yield the lines of a file of a graph, their ends as they are; raise GraphError unless there are ``expected``."""
    file = folder / name
    count = 0
    try:
        with file.open(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                if line.endswith("\n") or not isinstance(expected, int):  # else the last one is cut off
                    count += 1
                    yield line
    except FileNotFoundError:
        raise GraphError(f"{file}: missing; {remedy(folder)}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise GraphError(f"{file}: cannot be read ({error}); {remedy(folder)}") from error
    if isinstance(expected, int) and count != expected:
        raise GraphError(f"{file}: has {count} lines where {META} counts {expected}; {remedy(folder)}")


def check_whole(folder: Path, meta: Mapping[str, Any]) -> None:
    """Raise GraphError unless the statements and the records lie in ``folder`` as ``meta`` counts them."""
    for name, count in ((QUADS, meta.get("quads")), (RECORDS, meta.get("records"))):
        for _ in read_lines(folder, name, count):
            pass


def remedy(folder: Path) -> str:
    """Say how a broken graph is mended."""
    return f"build the graph again with: policykg build PAPERS -o {folder}"


def check_target(folder: Path) -> None:
    """Raise GraphError unless a graph may be written to ``folder``: it is absent, empty or a graph of ours."""
    if folder.is_dir():
        if any(folder.iterdir()) and not (_is_ours(folder) or _is_broken(folder)):
            raise GraphError(f"{folder}: holds files but no graph; nothing was written; choose another folder with -o")
    elif folder.exists():
        raise GraphError(f"{folder}: is a file; a graph is a folder; choose another name with -o")


def read_meta(folder: Path) -> Mapping[str, Any]:
    """Return what ``meta.json`` says; raise GraphError when ``folder`` is no graph that this version can read."""
    restore(folder)
    if not folder.exists():
        raise GraphError(f"{folder}: no such folder; make it with: policykg build PAPERS -o {folder}")
    if folder.is_dir() and _is_broken(folder):
        raise GraphError(f"{folder / META}: is broken (no JSON that says what the graph is); {remedy(folder)}")
    if not folder.is_dir() or not _is_ours(folder):
        raise GraphError(f"{folder}: is not a graph (no {META}); make one with: policykg build PAPERS -o FOLDER")
    meta: dict[str, Any] = json.loads((folder / META).read_text(encoding="utf-8"))
    if (version := meta.get("format_version")) != VERSION:
        raise GraphError(f"{folder}: has version {version} of the format, not {VERSION}; build it again")
    return meta


def restore(folder: Path) -> None:
    """Bring the last graph back when a swap was cut off between its two renames."""
    before = _previous(folder)
    if before.is_dir() and not folder.exists():
        before.rename(folder)


def _is_ours(folder: Path) -> bool:
    try:
        meta = json.loads((folder / META).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(meta, dict) and meta.get("format") == FORMAT


def _is_broken(folder: Path) -> bool:
    """Tell whether a folder is a graph of ours whose ``meta.json`` is empty or cut off."""
    try:
        names = {entry.name for entry in folder.iterdir()}
        if not names >= {META, QUADS, RECORDS, TEXTS} or not names <= OURS:
            return False
        return not isinstance(json.loads((folder / META).read_text(encoding="utf-8")), dict)
    except OSError:
        return False
    except ValueError:
        return True


def _previous(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.previous")


def _tidy(folder: Path) -> None:
    """Remove what killed builds left beside the folder; what a living process writes stays."""
    restore(folder)
    shutil.rmtree(_previous(folder), ignore_errors=True)
    for left in folder.parent.glob(f".{folder.name}.building-*"):
        pid = left.name.rpartition("-")[2]
        if pid.isdigit() and (int(pid) == os.getpid() or not _lives(int(pid))):
            shutil.rmtree(left, ignore_errors=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = folder.with_name(f".{folder.name}.building-{os.getpid()}")
    aside.mkdir()
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _swap(aside: Path, folder: Path) -> None:
    before = _previous(folder)
    if not folder.exists():
        aside.rename(folder)
        return
    folder.rename(before)
    try:
        aside.rename(folder)
    except BaseException:
        restore(folder)
        raise
    for theirs in sorted(before.iterdir()):
        if theirs.name not in OURS:
            theirs.rename(folder / theirs.name)
    shutil.rmtree(before, ignore_errors=True)


def _lines(path: Path, lines: Iterable[str]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        for line in lines:
            file.write(line if line.endswith("\n") else line + "\n")
            count += 1
    return count


def _text(path: Path, text: str) -> None:
    # a lone surrogate cannot be written; offsets stay right, for its replacement is one character too
    path.write_bytes(text.encode("utf-8", "replace"))


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _load(store: Path, quads: Path) -> None:
    database = ox.Store(store)
    try:
        database.bulk_load(path=quads, format=ox.RdfFormat.N_QUADS)
    except SyntaxError as error:
        raise GraphError(f"{quads.name}: is not N-Quads: {error}; report this as a bug of the export") from error
    database.optimize()
    database.flush()
