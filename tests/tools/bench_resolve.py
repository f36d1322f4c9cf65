"""Measure what resolving bodies costs: processor time for 100,000 mentions of all provinces; part of ``make bench``.

The mentions of tests/cases/mentions.csv come again and again, as in a corpus: papers of one place each, five
mentions to a list, a new resolver for every paper. Names once taken apart are remembered, as in a build; the
first pass, which takes them apart, is told separately. Prints a table; says nothing about other machines.
"""

from __future__ import annotations

import csv
import time
from pathlib import Path

from policykg.lexicon import load_lexicon
from policykg.model import RoleMention
from policykg.names import NameBook
from policykg.resolve.agencies import AgencyResolver

CASES = Path(__file__).resolve().parents[1] / "cases" / "mentions.csv"
MENTIONS = 100_000
IN_A_LIST = 5
RUNS = 3


def papers() -> dict[str, list[list[RoleMention]]]:
    """Return lists of mentions by the code of the paper's place."""
    found: dict[str, list[list[RoleMention]]] = {}
    with CASES.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            lists = found.setdefault(row["home"], [[]])
            if len(lists[-1]) == IN_A_LIST:
                lists.append([])
            lists[-1].append(RoleMention(row["printed"], "responsible", 0, len(row["printed"]), "bench", 1.0))
    return found


def resolve(book: NameBook, least: int) -> tuple[int, float]:
    """Resolve at least ``least`` mentions; return how many they were and the processor time in seconds."""
    lists = papers()
    done = 0
    start = time.process_time()
    while done < least:
        for home, mentions in lists.items():
            resolver = AgencyResolver(book, book.lexicon.places.get(home), "paper.txt")
            for together in mentions:
                resolver.assign(together)
                done += len(together)
    return done, time.process_time() - start


def main() -> None:
    """Print the first pass, RUNS runs and the best."""
    book = NameBook(load_lexicon())
    count, seconds = resolve(book, 1)
    print(f"first pass : {seconds:6.2f} s for {count} mentions, names taken apart")
    times = []
    for run in range(1, RUNS + 1):
        count, seconds = resolve(book, MENTIONS)
        times.append(seconds * MENTIONS / count)
        print(f"resolve {run}  : {times[-1]:6.2f} s processor time for {MENTIONS} mentions")
    print(f"best       : {min(times):6.2f} s")


if __name__ == "__main__":
    main()
