"""``policykg site``: the pages as files for any web server."""

from __future__ import annotations

from pathlib import Path

import click

from policykg.cli.language import word
from policykg.cli.options import lang_option, quiet_option
from policykg.cli.streams import note

STEP = 500
"""Pages from one word of progress to the next."""


@click.command(short_help="Write the pages as files for any web server.")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("kg"), metavar="[FOLDER]")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("site"),
    show_default=True,
    metavar="DIR",
    help="Where to write; a site written there before is replaced.",
)
@quiet_option
@lang_option
def site(folder: Path, output: Path, quiet: bool, lang: str) -> None:
    """Write the pages of the graph in FOLDER as files, in Chinese and English.

    These are the pages that policykg serve shows, with relative links, for any web server; search, SPARQL
    and the network, which need a server of ours, are left out.

    \b
    Example:
      policykg site kg/ -o public/
      python -m http.server -d public/
    """  # noqa: D301
    from policykg.serve.offline import write_site

    def told(pages: int) -> None:
        if pages % STEP == 0:
            note(word(lang, "pages", pages), quiet)

    written = write_site(folder, output, told)
    note(word(lang, "site", output, written.pages), quiet)
