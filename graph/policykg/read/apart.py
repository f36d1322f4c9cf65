"""Run a parser in a process of its own, which is ended when it takes too long; a crash is a problem, no exception."""

from __future__ import annotations

import re
import subprocess
import sys

from policykg.read import limits
from policykg.read.layout import Layout, failed, from_json

#: The module that a parser runs as.
WORKER = "policykg.read.worker"
#: What a library says of XML that nests too deep.
_DEEP = re.compile(r"\bdepth\b", re.I)
#: How a user calls a kind, where it is not its name in capitals.
_SHOWN = {"scan": "PDF", "image": "PNG/JPEG/TIFF/…"}
#: Kinds whose pages are recognised from pictures.
_PICTURED = frozenset({"scan", "image"})
#: What the worker says of a PDF that must be read once more, with more time.
_SCANNED = (("scanned", ()),)


def parse_apart(kind: str, data: bytes, seconds: int | None = None) -> Layout:
    """Return what ``policykg.read.worker`` makes of ``data``; a worker that hangs or dies is a problem of the layout."""
    if seconds is None:
        seconds = limits.OCR_SECONDS if kind in _PICTURED else limits.SECONDS
    command = [sys.executable, "-m", WORKER, kind]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return failed("parser-timeout", str(seconds))
    except OSError as error:
        return failed("parser-failed", error.strerror or type(error).__name__)
    if done.returncode != 0:
        return _died(kind, done.returncode, done.stderr)
    try:
        layout = from_json(done.stdout.decode("utf-8"))
    except (ValueError, KeyError, TypeError):
        return failed("parser-failed", "no answer")
    return parse_apart("scan", data) if layout.problems == _SCANNED else layout


def _died(kind: str, code: int, errors: bytes) -> Layout:
    """Say why a worker ended: by a signal, for want of memory, or by the exception named in its last line.

    What a library says is not handed on, only what it means.
    """
    lines = [x for x in errors.decode("utf-8", "replace").splitlines() if x.strip()]
    last = lines[-1].strip() if lines else ""
    if code < 0:
        return failed("parser-failed", f"signal {-code}")
    if last.startswith("MemoryError"):
        return failed("parser-memory", str(limits.MEMORY // 2**20))
    if _DEEP.search(last):
        return failed("too-deep", str(limits.DEPTH))
    return failed("corrupt-file", _SHOWN.get(kind, kind.upper()))
