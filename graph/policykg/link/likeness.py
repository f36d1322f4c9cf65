"""How alike the matters of two items are: by their sentences, their texts, what stands above them, and who is in charge.

Character 2- to 4-grams, none across punctuation or a number, each weighed by the cube of its idf in the corpus, so
that rare words decide; cosines of what two items share. docs/alignment.md has the other ways that were measured.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from policykg.records import Record
from policykg.resources import read_table

BAR = 0.53
"""What two items of one matter reach (docs/alignment.md)."""

FLOOR = 0.4
"""What a candidate for review reaches; below it nothing is kept."""

_STEEP = 20
_IDF_POWER = 3
#: Shares of the best sentences, of the text below against the text above, of the whole texts, of who is in charge.
_SENTENCE, _UPPER, _WHOLE, _CHARGE = 0.3, 1.0, 1.0, 0.12
_SHORTEST_SENTENCE = 4
_SHORTEST_MATCH = 4
_MATCHES = 8
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[0-9]+")
_STOP = re.compile(r"[。；;]")
#: A bracket, with at most one inside it: （责任单位：各县（市、区）人民政府）
_BRACKET = re.compile(r"[（(〔](?:[^（()）〔〕]|[（(][^（()）]*[）)])*[）)〕]")

Vector = Mapping[str, float]


@cache
def _wordings() -> tuple[tuple[str, str], ...]:
    """Return (long, short) wordings of one thing, longest first."""
    rows = ((row["long"], row["short"]) for row in read_table("wordings.csv"))
    return tuple(sorted(rows, key=lambda x: (-len(x[0]), x)))


def words(text: str) -> tuple[str, ...]:
    r"""Return the runs of letters and digits of a text without white space, long wordings made short.

    >>> words("跨境电子商务，\n园区 5个")
    ('跨境电商', '园区5个')
    """
    flat = "".join(text.split())
    for long, short in _wordings():
        flat = flat.replace(long, short)
    return tuple(_WORD.findall(flat))


def grams(text: str) -> frozenset[str]:
    """Return the character 2- to 4-grams of a text, none across punctuation or a number.

    Numbers and years say how much and when, not what.

    >>> sorted(grams("到2025年，园区"))
    ['园区']
    """
    runs = (run for word in words(text) for run in _NUMBER.split(word))
    return frozenset(run[i : i + n] for run in runs for n in (2, 3, 4) for i in range(len(run) - n + 1))


def passages(a: str, b: str) -> tuple[str, ...]:
    """Return the longest runs that two texts share, longest first, each sign of ``a`` in at most one.

    >>> passages("高标准推动大学科技园建设，力争优秀。", "推动大学科技园建设")
    ('推动大学科技园建设',)
    """
    there = "|".join(words(b))
    found: dict[str, None] = {}
    for word in words(a):
        i = 0
        while i + _SHORTEST_MATCH <= len(word):
            j = i + _SHORTEST_MATCH
            if word[i:j] not in there:
                i += 1
                continue
            while j < len(word) and word[i : j + 1] in there:
                j += 1
            found[word[i:j]] = None
            i = j
    return tuple(sorted(found, key=lambda x: (-len(x), x)))[:_MATCHES]


def task(record: Record) -> str:
    """Return what an item charges: its text without the brackets that name bodies, without white space."""
    named = frozenset("".join(a.printed.split()) for a in record.roles)
    flat = "".join(record.text.split())
    return _BRACKET.sub(lambda m: "" if any(n in m[0] for n in named) else m[0], flat)


class Measure:
    """How alike the matters of two items are, weighed by all items of a corpus."""

    def __init__(self, records: Iterable[Record]) -> None:
        rows = {r.key: r for r in records if r.kind in ("task", "row")}
        texts = {k: task(r) for k, r in rows.items()}
        own = {k: grams(t) for k, t in texts.items()}
        self._weights = _Weights(own.values())
        self._whole = {k: self._weights.vector(g) for k, g in own.items()}
        self._upper = {
            k: self._weights.vector(grams(r.upstream.text)) if r.upstream else self._whole[k] for k, r in rows.items()
        }
        self._sentences = {k: self._by_gram(t) for k, t in texts.items()}
        self._charged = {k: frozenset(a.agency.function for a in r.roles) - {""} for k, r in rows.items()}
        self._in_charge = {
            k: frozenset(a.agency.function for a in r.roles if a.role != "assists") - {""} for k, r in rows.items()
        }
        self._functions = _Weights(self._charged.values())

    def _by_gram(self, text: str) -> Mapping[str, tuple[tuple[int, float], ...]]:
        """Return gram -> (number of a sentence, weight of the gram in it)."""
        found: dict[str, list[tuple[int, float]]] = defaultdict(list)
        sentences = [s for s in _STOP.split(text) if len(s) >= _SHORTEST_SENTENCE]
        for n, sentence in enumerate(sentences):
            for gram, weight in self._weights.vector(grams(sentence)).items():
                found[gram].append((n, weight))
        return {g: tuple(at) for g, at in found.items()}

    def raw(self, left: str, right: str) -> float:
        """Return the measure of two items, by key; the order does not matter."""
        whole = _cosine(self._whole[left], self._whole[right])
        upper = max(_cosine(self._whole[left], self._upper[right]), _cosine(self._upper[left], self._whole[right]))
        sentence = _best(self._sentences[left], self._sentences[right]) if whole else 0.0
        charge = self._functions.cosine(self._in_charge[left], self._charged[right])
        charge += self._functions.cosine(self._charged[left], self._in_charge[right])
        parts = (_SENTENCE, sentence), (_UPPER, upper), (_WHOLE, whole), (_CHARGE, charge)
        return sum(share * math.sqrt(value) for share, value in parts)

    def score(self, left: str, right: str) -> float:
        """Return the measure as a score in (0, 1): 0.5 at the bar."""
        return score_of(self.raw(left, right))


def score_of(raw: float) -> float:
    """Return a measure as a score.

    >>> score_of(BAR), round(score_of(FLOOR), 3)
    (0.5, 0.069)
    """
    return 1 / (1 + math.exp(-_STEEP * (raw - BAR)))


class _Weights:
    """What each gram (or function) weighs, by how many items have it; what every item has weighs nothing."""

    def __init__(self, items: Iterable[frozenset[str]]) -> None:
        found = tuple(items)
        count = Counter(g for each in found for g in each)
        self._most = math.log(len(found) + 1)
        self._idf = {g: math.log((len(found) + 1) / (n + 1)) for g, n in count.items()}

    def vector(self, found: frozenset[str]) -> Vector:
        """Return the unit vector of grams, in order, so that sums do not depend on it."""
        weighed = {g: self._idf.get(g, self._most) ** _IDF_POWER for g in sorted(found)}
        length = math.sqrt(sum(w * w for w in weighed.values())) or 1.0
        return {g: w / length for g, w in weighed.items() if w}

    def cosine(self, a: frozenset[str], b: frozenset[str]) -> float:
        """Return the cosine of two sets, each member weighed by its idf."""
        shared, one, two = (sum(self._idf[f] ** 2 for f in sorted(x)) for x in (a & b, a, b))
        return shared / math.sqrt(one * two) if shared else 0.0


def _cosine(a: Vector, b: Vector) -> float:
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    return math.fsum(w * large[g] for g, w in small.items() if g in large)


def _best(a: Mapping[str, tuple[tuple[int, float], ...]], b: Mapping[str, tuple[tuple[int, float], ...]]) -> float:
    """Return the highest cosine of a sentence of one item and one of the other."""
    shared: dict[tuple[int, int], list[float]] = defaultdict(list)
    for gram in a.keys() & b.keys():
        for i, one in a[gram]:
            for j, two in b[gram]:
                shared[i, j].append(one * two)
    return max((math.fsum(x) for x in shared.values()), default=0.0)
