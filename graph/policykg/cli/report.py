"""The report of a build, as lines for people: every file, what it gave, what it did not, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from policykg.cli.language import word
from policykg.cli.streams import one_line
from policykg.errors import ISSUES, Severity, render
from policykg.model import Issue

if TYPE_CHECKING:
    from policykg.build import BuildReport, FileReport

_SHOWN: dict[Severity, int | None] = {"error": None, "warning": 20, "info": 5}
"""How many issues of a severity are listed for a file (None: all); report.json holds every one."""

_MARKS: dict[Severity, str] = {"error": "✗", "warning": "!", "info": "·"}
_ALWAYS = frozenset(("duplicate-file", "duplicate-source"))
_PASSED = frozenset(("hidden-file", "not-a-paper", "linked-folder", "empty-folder"))
"""What is said of paths that hold no papers."""


def report_lines(report: BuildReport, out: Path, lang: str, unread: bool = False) -> Iterator[str]:
    """Yield the report: a part a file, then what was not read, then the sums.

    With ``unread`` every role word that no rule used and every stretch of text that became nothing is listed.
    """
    place = out / "report.json"
    for file in report.files:
        yield from _file(file, place, lang)
        yield from _unread(file) if unread else ()
    lost = [i for i in report.issues if ISSUES[i.code].severity == "error"]
    twice = {i.path for i in report.issues if i.code == "duplicate-file"}
    for issue in report.issues:
        yield f"{_MARKS[ISSUES[issue.code].severity]} {render(issue, lang)}"
    read = sum(f.status == "read" for f in report.files)
    gone = len(report.files) - read + len({i.path for i in lost})
    counts = dict(report.counts)
    yield ""
    files = {f.path for f in report.files} | {i.path for i in lost} | twice
    passed = {i.path for i in report.issues if i.code in _PASSED} - files
    more = word(lang, "sum-passed", len(passed)) if passed else ""
    yield word(lang, "sum-files", read + gone + len(twice), read, gone, len(twice)) + more
    yield word(lang, "sum-graph", *(_number(counts.get(k, 0)) for k in _COUNTED))
    yield word(lang, "wrote-graph", out, place)


_COUNTED = ("documents", "items", "assignments", "agencies", "quantities", "places")


def _file(file: FileReport, place: Path, lang: str) -> Iterator[str]:
    """Yield the part of one file."""
    if file.status == "read":
        papers = word(lang, "comma").join(file.documents)
        mark = "✓" if file.items else _MARKS["warning"]
        yield f"{mark} {file.path}" + (f"  {papers}" if papers else "")
        kinds = word(lang, "comma").join(word(lang, f"kind-{kind}", n) for kind, n in file.items)
        yield "    " + word(lang, "file-items", sum(n for _, n in file.items), kinds or word(lang, "none"))
        yield "    " + word(lang, "file-roles", file.roles, file.upstream, file.quantities)
        yield "    " + word(lang, "file-names", file.repaired, file.unresolved)
        if file.unread is not None:
            yield "    " + word(lang, "file-unread", file.unread.share, len(file.unread.words), len(file.unread.texts))
    else:
        yield f"✗ {file.path}"
    yield from _issues(file.issues, place, lang)


def _unread(file: FileReport) -> Iterator[str]:
    """Yield what was not read of a file, in the order of its text."""
    if file.unread is not None:
        for left in sorted((*file.unread.words, *file.unread.texts), key=lambda x: (x.start, x.end)):
            yield f"    ? {file.path}:{left.line}: {one_line(left.context)}"


def _issues(issues: Sequence[Issue], place: Path, lang: str) -> Iterator[str]:
    """Yield issues, the gravest first; equal ones once, and of many the first and how many more there are."""
    for severity, most in _SHOWN.items():
        alike: dict[tuple[str, tuple[str, ...]], list[Issue]] = {}
        for issue in issues:
            if ISSUES[issue.code].severity == severity:
                alike.setdefault((issue.code, issue.values), []).append(issue)
        groups = sorted(alike.values(), key=lambda g: g[0].code not in _ALWAYS)
        always = sum(g[0].code in _ALWAYS for g in groups)
        shown = groups if most is None else groups[: always + most]
        for group in shown:
            times = f" (×{len(group)})" if len(group) > 1 else ""
            yield f"    {_MARKS[severity]} {one_line(render(group[0], lang))}{times}"
        if rest := sum(map(len, groups[len(shown) :])):
            yield f"    {_MARKS[severity]} " + word(lang, "and-more", rest, place)


def _number(value: int) -> str:
    return f"{value:,}"
