"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from policykg.cli.language import locale_language

F = TypeVar("F", bound=Callable[..., Any])


def lang_option(command: F) -> F:
    """Add ``--lang``: zh or en, else what the locale says."""
    return click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        default=locale_language,
        show_default="from the locale",
        help="Language of messages and names.",
    )(command)


def graph_option(command: F) -> F:
    """Add ``-g``: the folder of the graph."""
    return click.option(
        "-g",
        "--graph",
        "folder",
        type=click.Path(path_type=Path),
        default=Path("kg"),
        metavar="FOLDER",
        show_default=True,
        help="The folder that policykg build wrote.",
    )(command)


def store_option(command: F) -> F:
    """Add ``--store``: a SPARQL server instead of a folder."""
    return click.option(
        "--store", metavar="URL", help="Ask this SPARQL 1.1 server instead of the folder (see policykg push)."
    )(command)


def output_option(default: str | None = "-") -> Callable[[F], F]:
    """Add ``-o``: a file, or - for standard output."""
    shown = "standard output" if default == "-" else default or False
    return click.option(
        "-o",
        "--output",
        metavar="FILE",
        default=default,
        show_default=shown,
        help="Where to write; - is standard output.",
    )


def quiet_option(command: F) -> F:
    """Add ``--quiet``: nothing on standard error but errors."""
    return click.option("-q", "--quiet", is_flag=True, help="Only errors on standard error.")(command)
