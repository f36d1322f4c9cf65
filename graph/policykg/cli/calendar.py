"""``policykg calendar``: which body owes what by when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from policykg.cli.codes import NO
from policykg.cli.graph_folder import corpus_of
from policykg.cli.language import word
from policykg.cli.options import graph_option, lang_option, output_option, quiet_option, store_option
from policykg.cli.streams import note, write, write_bytes
from policykg.cli.tables import show, table

if TYPE_CHECKING:
    from policykg.analyse.calendar import Duty

FORMATS = ("table", "csv", "ics")
DAY = click.DateTime(["%Y-%m-%d"])


@click.command(short_help="Say which body owes what by when, as iCalendar too.")
@graph_option
@store_option
@click.option("--year", metavar="YYYY", help="Only what is due in that year.")
@click.option("--from", "after", type=DAY, metavar="YYYY-MM-DD", help="Only what is due on that day or later.")
@click.option("--to", "before", type=DAY, metavar="YYYY-MM-DD", help="Only what is due by that day.")
@click.option("--agency", metavar="NAME", help="Only of that body, whatever its role.")
@click.option("--place", metavar="NAME", help="Only of that place's papers, or of items that name it.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="Form; ics is iCalendar."
)
@output_option()
@quiet_option
@lang_option
@click.pass_context
def calendar(
    ctx: click.Context,
    folder: Path,
    store: str | None,
    year: str | None,
    after: object,
    before: object,
    agency: str | None,
    place: str | None,
    form: str,
    output: str,
    quiet: bool,
    lang: str,
) -> None:
    """Say which body owes what by when: time limits of items, and deadlines of their targets.

    A year means its last day, a month its last; limits that never end (长期) or recur (每月) mean
    no day. The exit code is 1 when nothing was found.

    \b
    Example:
      policykg calendar -g kg --agency 聊城市财政局
      policykg calendar -g kg --year 2025 --format ics -o deadlines.ics
    """  # noqa: D301
    from policykg.analyse import calendar as found

    corpus, base = corpus_of(folder, store)
    owed = found.select(
        found.duties(corpus),
        year=year or "",
        agency=agency or "",
        place=place or "",
        after=str(after)[:10] if after else "",
        before=str(before)[:10] if before else "",
    )
    if form == "ics":
        write_bytes(found.to_ics(owed, word(lang, "deadlines"), base), output)
    elif form == "csv":
        write(found.to_csv(owed), output)
    elif owed:
        columns = [word(lang, k) for k in ("due", "bodies", "what", "assisting", "paper")]
        show(table(columns, [_line(d) for d in owed]), output=output)
    if not owed:
        note(word(lang, "nothing"), quiet)
        ctx.exit(NO)
    if output != "-":
        note(word(lang, "wrote", output), quiet)


def _line(duty: Duty) -> tuple[str, ...]:
    what = "；".join(duty.targets) or duty.what
    return (
        duty.due,
        "、".join(duty.leading),
        what,
        "、".join(duty.assisting),
        " ".join(x for x in (duty.document, duty.part, duty.ordinal) if x),
    )
