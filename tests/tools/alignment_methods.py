"""Measure ways to align items on tests/cases/alignment*.csv; prints the tables of docs/alignment.md.

    python tests/tools/alignment_methods.py

The bar of each way is the one of best F1; "left out" calibrates it on all groups but one (a group is a pair of
parts, such as 正文 | 附件2) and judges that one, in turn, so no pair is judged by a bar that saw its group.
"""

from __future__ import annotations

import csv
import math
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from policykg.build import build_corpus
from policykg.link import likeness
from policykg.link.align import MAIN
from policykg.records import Corpus, Record

ROOT = Path(__file__).parents[2]
SET = ROOT / "tests" / "cases" / "alignment.csv"
HELD_OUT = ROOT / "tests" / "cases" / "alignment-held-out.csv"
UNDECIDED = ROOT / "tests" / "cases" / "alignment-undecided.csv"

Scorer = Callable[[str, str], float]


@dataclass(frozen=True)
class Pair:
    """A pair of the set: keys, whether both charge the same matter, the parts it comes from."""

    left: str
    right: str
    same: bool

    @property
    def group(self) -> tuple[str, str]:
        one, two = (".".join(k.split(".")[:2]) for k in (self.left, self.right))
        return one, two


@dataclass(frozen=True)
class Figures:
    """Precision, recall and F1 of yes and no answers."""

    precision: float
    recall: float
    f1: float


def load_pairs() -> tuple[Pair, ...]:
    """Return the hand-made set."""
    with SET.open(encoding="utf-8", newline="") as lines:
        return tuple(Pair(r["left"], r["right"], r["label"] == "1") for r in csv.DictReader(lines))


def held_out(*samples: str) -> tuple[Pair, ...]:
    """Return the pairs of other papers that were judged for samples (see docs/alignment.md), undecided ones left out."""
    with HELD_OUT.open(encoding="utf-8", newline="") as lines:
        rows = [r for r in csv.DictReader(lines) if r["sample"] in samples and r["label"] != "?"]
    return tuple(Pair(r["left"], r["right"], r["label"] == "1") for r in rows)


def average_precision(scored: Mapping[Pair, float]) -> float:
    """Return the mean precision at each right pair, the best score first: no bar is needed."""
    right, total = 0, 0.0
    for n, pair in enumerate(sorted(scored, key=lambda p: (-scored[p], p.left, p.right)), 1):
        if pair.same:
            right += 1
            total += right / n
    return total / right


def figures(answers: Mapping[Pair, bool]) -> Figures:
    """Return precision, recall and F1 of answers."""
    yes = sum(answers.values())
    right = sum(said and pair.same for pair, said in answers.items())
    true = sum(p.same for p in answers)
    return Figures(right / yes if yes else 0.0, right / true, 2 * right / (yes + true))


def best_bar(scored: Mapping[Pair, float]) -> float:
    """Return the bar of best F1, half way to the next score below it."""
    ordered = sorted(set(scored.values()), reverse=True)
    best, bar = -1.0, 0.0
    for at, below in zip(ordered, [*ordered[1:], 0.0], strict=True):
        f1 = figures({p: s >= at for p, s in scored.items()}).f1
        if f1 > best:
            best, bar = f1, (at + below) / 2
    return bar


def left_out(scored: Mapping[Pair, float]) -> Figures:
    """Return the figures with each group judged by a bar calibrated on the others."""
    answers: dict[Pair, bool] = {}
    for group in sorted({p.group for p in scored}):
        bar = best_bar({p: s for p, s in scored.items() if p.group != group})
        answers |= {p: s >= bar for p, s in scored.items() if p.group == group}
    return figures(answers)


def methods(corpus: Corpus) -> dict[str, Scorer]:
    """Return the ways compared, by name."""
    rows = {r.key: r for r in corpus.records if r.kind in ("task", "row")}
    plain = {k: r.text for k, r in rows.items()}
    headed = {k: f"{r.section}。{r.title}。{r.text}" for k, r in rows.items()}
    text, heads, bm25 = _cosine(plain), _cosine(headed), _bm25(plain)
    measure = likeness.Measure(corpus.records)
    return {
        "TF-IDF cosine, 2–3-grams": text,
        "… with section headings": heads,
        "… with shared functions": lambda a, b: text(a, b) + 0.1 * _functions(rows[a], rows[b]),
        "BM25, 2–3-grams": bm25,
        "longest common runs": lambda a, b: float(sum(len(x) - 1 for x in likeness.passages(plain[a], plain[b]))),
        "functions alone": lambda a, b: _functions(rows[a], rows[b]),
        "idf cubed, functions as a factor": _cubed(rows),
        "chosen (policykg.link.likeness)": measure.raw,
    }


def _cosine(texts: Mapping[str, str]) -> Scorer:
    counts = {k: Counter(_pieces(t)) for k, t in texts.items()}
    seen = Counter(g for c in counts.values() for g in c)
    idf = {g: math.log((len(texts) + 1) / (n + 1)) + 1 for g, n in seen.items()}
    vectors = {k: {g: (1 + math.log(n)) * idf[g] for g, n in c.items()} for k, c in counts.items()}
    size = {k: math.sqrt(sum(w * w for w in v.values())) or 1.0 for k, v in vectors.items()}
    return lambda a, b: sum(w * vectors[b][g] for g, w in vectors[a].items() if g in vectors[b]) / (size[a] * size[b])


def _bm25(texts: Mapping[str, str], k1: float = 1.2, b: float = 0.75) -> Scorer:
    counts = {k: Counter(_pieces(t)) for k, t in texts.items()}
    seen = Counter(g for c in counts.values() for g in c)
    idf = {g: math.log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for g, n in seen.items()}
    length = {k: sum(c.values()) for k, c in counts.items()}
    mean = sum(length.values()) / len(length)

    def one(query: str, of: str) -> float:
        norm = k1 * (1 - b + b * length[of] / mean)
        return sum(idf[g] * n * (k1 + 1) / (n + norm) for g, n in counts[of].items() if g in counts[query])

    return lambda x, y: one(x, y) / math.sqrt(one(x, x) * one(y, y))


def _pieces(text: str) -> list[str]:
    return [w[i : i + n] for w in likeness.words(text) for n in (2, 3) for i in range(len(w) - n + 1)]


def _cubed(rows: Mapping[str, Record]) -> Scorer:
    """Cosine of 2- to 4-grams weighed by the cube of the idf, raised by half where a body in charge has a function of the other."""
    texts = {k: likeness.grams(r.text) for k, r in rows.items()}
    seen = Counter(g for t in texts.values() for g in t)
    weight = {g: math.log((len(texts) + 1) / (n + 1)) ** 3 for g, n in seen.items()}
    size = {k: math.sqrt(sum(weight[g] ** 2 for g in sorted(t))) or 1.0 for k, t in texts.items()}
    charged = {k: {a.agency.function for a in r.roles} - {""} for k, r in rows.items()}
    in_charge = {k: {a.agency.function for a in r.roles if a.role != "assists"} - {""} for k, r in rows.items()}

    def score(a: str, b: str) -> float:
        alike = math.fsum(weight[g] ** 2 for g in texts[a] & texts[b]) / (size[a] * size[b])
        return alike * 1.5 if in_charge[a] & charged[b] or charged[a] & in_charge[b] else alike

    return score


def _functions(a: Record, b: Record) -> float:
    one, two = ({x.agency.function for x in r.roles if x.agency.function} for r in (a, b))
    return len(one & two) / len(one | two) if one | two else 0.0


def table(corpus: Corpus) -> str:
    """Return the methods and their figures as a table of Markdown."""
    pairs, other = load_pairs(), held_out("accepted", "near")
    lines = [
        "| method | bar | precision | recall | F1 | F1, left out | other papers |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, scorer in methods(corpus).items():
        scored = {p: scorer(p.left, p.right) for p in pairs}
        bar = best_bar(scored)
        f, out = figures({p: s >= bar for p, s in scored.items()}), left_out(scored)
        elsewhere = average_precision({p: scorer(p.left, p.right) for p in other})
        cells = (f"{bar:.3g}", *(f"{x:.2f}" for x in (f.precision, f.recall, f.f1, out.f1, elsewhere)))
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def precisions(corpus: Corpus) -> str:
    """Return how many links are right from a score on, as a table of Markdown: in the two papers, and elsewhere."""
    measure = likeness.Measure(corpus.records)
    two = _two_papers(corpus)
    lines = ["| score | two papers: right / links | recall | other papers: right / links read |", "|---|---|---|---|"]
    for score, samples in ((0.5, ("accepted",)), (0.8, ("accepted", "surest")), (0.9, ("accepted", "surest"))):
        here = [p for p in two if measure.score(p.left, p.right) >= score]
        there = [p for p in held_out(*samples) if measure.score(p.left, p.right) >= score]
        right, recall = sum(p.same for p in here), sum(p.same for p in here) / sum(p.same for p in two)
        elsewhere = sum(p.same for p in there)
        cells = (
            f"{score} | {right} / {len(here)} = {right / len(here):.2f} | {recall:.2f}",
            f"{elsewhere} / {len(there)} = {elsewhere / len(there):.2f}",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _two_papers(corpus: Corpus) -> tuple[Pair, ...]:
    """Return all pairs of Liaocheng's narrative, its annexes and Heze's rows; one that nobody called the same counts as different.

    Pairs that a reader could not decide are left out.
    """
    undecided = set()
    for path in (UNDECIDED, HELD_OUT):
        with path.open(encoding="utf-8", newline="") as lines:
            undecided |= {
                frozenset((r["left"], r["right"])) for r in csv.DictReader(lines) if r.get("label", "?") == "?"
            }
    same = {frozenset((p.left, p.right)) for p in (*load_pairs(), *held_out("reread")) if p.same}
    rows = [r for r in corpus.records if r.kind in ("task", "row")]
    narrative = [r.key for r in rows if r.document == "聊政字-2023-12" and r.part == MAIN]
    annexes = [r.key for r in rows if r.document == "聊政字-2023-12" and r.part != MAIN]
    heze = [r.key for r in rows if r.document == "菏政办字-2023-56"]
    pairs = [(a, b) for a in narrative for b in annexes] + [(a, b) for a in heze for b in (*narrative, *annexes)]
    return tuple(Pair(*p, frozenset(p) in same) for p in pairs if frozenset(p) not in undecided)


if __name__ == "__main__":
    read = build_corpus([ROOT / "data" / "corpus"])
    sys.stdout.write(f"{table(read)}\n{precisions(read)}")
