"""Files that ship with the package (ontology, lexicon, sample corpus), as text.

>>> read_text("lexicon", "columns.csv").splitlines()[0].split(",")[0]
'header'
"""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

_PACKAGES = {
    "lexicon": ("policykg.data", "lexicon"),
    "corpus": ("policykg.data", "corpus"),
    "figures": ("policykg.data", "figures"),
    "ontology": ("policykg.ontology", ""),
    "shapes": ("policykg.ontology", "shapes"),
    "queries": ("policykg.ontology", "queries"),
}


def folder(kind: str) -> Traversable:
    """Return the packaged folder of ``kind``: lexicon, corpus, figures, ontology, shapes or queries."""
    package, below = _PACKAGES[kind]
    root = resources.files(package)
    return root / below if below else root


def names(kind: str, suffix: str) -> tuple[str, ...]:
    """Return the names of the packaged files of ``kind`` that end in ``suffix``, sorted."""
    return tuple(sorted(f.name for f in folder(kind).iterdir() if f.name.endswith(suffix)))


@cache
def read_text(kind: str, name: str) -> str:
    """Return a packaged UTF-8 file as text."""
    return (folder(kind) / name).read_text(encoding="utf-8")


@cache
def read_table(name: str, kind: str = "lexicon") -> tuple[dict[str, str], ...]:
    """Return the rows of a packaged CSV file, keyed by its header; lines that begin with # are skipped."""
    lines = [x for x in read_text(kind, name).splitlines(keepends=True) if not x.startswith("#")]
    return tuple(dict(row) for row in csv.DictReader(io.StringIO("".join(lines))))
