"""Where results and messages go: results to standard output or a file, messages to standard error."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from policykg.errors import InputError

# As policykg.rdf.export has it: what a spreadsheet runs as a formula.
_FORMULA = re.compile(r"[=+\-@\t\r]")


def note(text: str, quiet: bool = False) -> None:
    """Write a message to standard error, unless ``quiet``."""
    if not quiet:
        click.echo(text, err=True)


def one_line(text: str) -> str:
    r"""Fold white space, so that a message stays on one line.

    >>> one_line("a\n  b ")
    'a b'
    """
    return " ".join(text.split())


def read_argument(value: str) -> str:
    """Return ``value``, or what stands on standard input when it is -."""
    return read_stdin().decode("utf-8", "replace").strip() if value == "-" else value


def read_stdin() -> bytes:
    """Return all bytes of standard input."""
    return sys.stdin.buffer.read()


def read_file(name: str) -> str:
    """Return a UTF-8 file as text; - is standard input. Raises InputError when it cannot be read."""
    try:
        data = read_stdin() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except OSError as error:
        raise InputError(f"{name}: {error.strerror}; check the path") from error


def write(chunks: Iterable[str], output: str) -> None:
    """Write text to a file, or to standard output when ``output`` is -: UTF-8, on a terminal in its encoding.

    A file appears whole or not at all; a link stays a link, and a pipe or device is written to. Raises
    InputError when it cannot be written.
    """
    if output == "-":
        encoding = sys.stdout.encoding if sys.stdout.isatty() else "utf-8"
        sys.stdout.flush()
        for chunk in chunks:
            sys.stdout.buffer.write(chunk.encode(encoding, "replace"))
        sys.stdout.buffer.flush()
        return
    _put((chunk.encode("utf-8", "replace") for chunk in chunks), output)


def write_bytes(data: bytes, output: str) -> None:
    """Write bytes to a file, whole or not at all, or to standard output when ``output`` is -."""
    if output == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    _put((data,), output)


def _put(chunks: Iterable[bytes], output: str) -> None:
    """Write a file aside and rename it; what is no file (a pipe, a device) takes the bytes as they come."""
    path = Path(output)
    part: Path | None = None
    try:
        if path.exists() and (not path.is_file() or path.absolute().is_relative_to("/dev")):
            with path.open("wb") as stream:
                stream.writelines(chunks)
            return
        path = Path(os.path.realpath(path))
        if path.is_symlink():  # still a link: one that leads to itself
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        part = path.with_name(f".{path.name}.part")
        with part.open("wb") as file:
            file.writelines(chunks)
        part.replace(path)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(f"{output}: cannot be written ({error.strerror}); give another place with -o") from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def plain_cell(text: str) -> str:
    """Return a CSV cell that no spreadsheet runs: one that begins like a formula gets an apostrophe in front.

    >>> plain_cell("=1+1"), plain_cell("市财政局")
    ("'=1+1", '市财政局')
    """
    return f"'{text}" if _FORMULA.match(text) else text
