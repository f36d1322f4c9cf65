"""Tables and trees for people: rich on a terminal, plain lines of full width into a pipe."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from policykg.cli.streams import write

if TYPE_CHECKING:
    from rich.console import RenderableType

_UNFOLDED = 100_000


def show(*renderables: RenderableType, output: str = "-") -> None:
    """Print to standard output or a file; into a pipe without colours or line breaks at a width nobody sees."""
    from rich.console import Console

    seen = output == "-" and sys.stdout.isatty()
    text = io.StringIO()
    console = Console(
        file=text,
        width=Console().width if seen else _UNFOLDED,
        color_system="auto" if seen else None,
        force_terminal=seen,
        highlight=False,
        emoji=False,
        markup=False,
    )
    for renderable in renderables:
        console.print(renderable)
    write((line.rstrip() + "\n" for line in text.getvalue().splitlines()), output)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()) -> RenderableType:
    """Return a table of text; columns whose place is in ``numbers`` stand to the right. Cells are text, never markup."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    out = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for i, column in enumerate(columns):
        out.add_column(Text(column), justify="right" if i in numbers else "left", overflow="fold")
    for row in rows:
        out.add_row(*(Text(cell) for cell in row))
    return out
