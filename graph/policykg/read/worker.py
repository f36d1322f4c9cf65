"""Parse one file in a process of its own: ``python -m policykg.read.worker KIND``, bytes in, a layout as JSON out.

The parent ends it when time is up; the bound on memory holds here. What a parser raises ends the
process, and its last line says why.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Callable
from functools import partial

from policykg.read import limits
from policykg.read.layout import Layout, failed, to_json


def limit_memory() -> None:
    """Bound the memory of this process, where the system knows such a limit."""
    try:
        import resource
    except ImportError:  # not POSIX
        return
    with contextlib.suppress(ValueError, OSError):  # a lower limit stands already
        resource.setrlimit(resource.RLIMIT_DATA, (limits.MEMORY, limits.MEMORY))


def reader(kind: str) -> Callable[[bytes], Layout]:
    """Return the reader of a kind; each is imported only when it is needed."""
    if kind == "pdf":
        from policykg.read.pdf import read_pdf

        return partial(read_pdf, recognise=False)
    if kind == "scan":
        from policykg.read.pdf import read_pdf

        return read_pdf
    if kind == "docx":
        from policykg.read.docx import read_docx

        return read_docx
    if kind == "xlsx":
        from policykg.read.xlsx import read_xlsx

        return read_xlsx
    if kind == "html":
        from policykg.read.html import read_html

        return read_html
    if kind == "image":
        from policykg.read.ocr import read_image

        return read_image
    raise ValueError(f"{kind}: no such kind of file")


def main() -> None:
    """Parse what stands on standard input."""
    limit_memory()
    logging.disable(logging.CRITICAL)
    answers = os.dup(1)
    os.dup2(2, 1)  # what a library prints must not stand in the answer
    data = sys.stdin.buffer.read()
    try:
        layout = reader(sys.argv[1])(data)
    except RecursionError:
        layout = failed("too-deep", str(limits.DEPTH))
    with os.fdopen(answers, "wb") as out:
        out.write(to_json(layout).encode("utf-8"))


if __name__ == "__main__":
    main()
