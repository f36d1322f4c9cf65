"""The lexicon: CSV files of ``data/lexicon`` as one frozen value, loaded once and handed down.

Nothing here knows a paper; everything the code knows about names, headers and role words stands in
the files, each row with its source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType
from typing import get_args

from policykg.errors import LexiconError
from policykg.model import Level, Place, PlaceKind, Role
from policykg.resources import read_table

#: A level word at the head of a column header or name, longest first.
LEVEL_WORDS: Mapping[str, Level] = MappingProxyType(
    {
        "党中央国务院": "country",
        "国务院": "country",
        "国家": "country",
        "中央": "country",
        "部委": "country",
        "自治区": "province",
        "省级": "province",
        "省直": "province",
        "省里": "province",
        "我省": "province",
        "全省": "province",
        "省": "province",
        "市级": "city",
        "市直": "city",
        "市里": "city",
        "我市": "city",
        "全市": "city",
        "州级": "city",
        "州直": "city",
        "市": "city",
        "州": "city",
        "县区": "county",
        "区县": "county",
        "城区": "county",
        "区级": "county",
        "区直": "county",
        "县级": "county",
        "县直": "county",
        "我区": "county",
        "我县": "county",
        "区": "county",
        "县": "county",
        "旗": "county",
        "街道": "township",
        "乡镇": "township",
        "镇": "township",
    }
)
#: Level words that open a body's name but no column header.
NAME_LEVELS: Mapping[str, Level] = MappingProxyType(
    {
        **LEVEL_WORDS,
        "地区": "city",
        "自治州": "city",
        "盟": "city",
        "师市": "city",
        "自治县": "county",
        "自治旗": "county",
        "新区": "county",
        "林区": "county",
    }
)
_LEVEL = re.compile("^(?:" + "|".join(sorted(LEVEL_WORDS, key=len, reverse=True)) + ")")
_ROLE_HEADER = re.compile(
    r"^(?:牵头|主责|主办|配合|协办|协同|协助|参与|责任|落实|实施|承办|负责|主要|组织|具体|及|和|与|、){1,5}(?:单位|部门|机构|主体|科室|处室|股室|科|处|办公室)$"
)
_BETWEEN = re.compile(r"[、/／（）()]")
_ORDINAL_HEAD = re.compile(r"^(?:[一二三四五六七八九十]+[、.]|[(（][一二三四五六七八九十]+[)）])")
_LISTING = re.compile(r"[,，、;；。:：]|\d")
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_ORDER: tuple[Level, ...] = ("country", "province", "city", "county", "township", "")


def level_rank(level: Level) -> int:
    """Return 0 for the country, 1 for a province … 5 when unknown.

    >>> level_rank("province") < level_rank("city")
    True
    """
    return _ORDER.index(level)


def fold(text: str) -> str:
    """Fold width, drop white space: how header cells and names are compared.

    >>> fold("省级 方案（内容）")
    '省级方案(内容)'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def _role_header(text: str) -> str:
    """Return the role that a header made of role words gives (牵头负责部门 leads), "" when it is none.

    A header that names leading and assisting bodies at once says no more than that they answer.
    """
    if not _ROLE_HEADER.match(text):
        return ""
    leads = any(w in text for w in ("牵头", "主责", "主办"))
    assists = any(w in text for w in ("配合", "协办", "协同", "协助", "参与"))
    return "leads" if leads and not assists else "assists" if assists and not leads else "responsible"


def plain_stem(stem: str) -> str:
    """Fold what never tells two bodies of one place apart: 和, 与, 监督管理 for 监管, a last 管理, 事务, 工作 or 服务.

    >>> plain_stem("住房和城乡建设"), plain_stem("市场监督管理"), plain_stem("应急管理")
    ('住房城乡建设', '市场监管', '应急')
    """
    text = stem.replace("监督管理", "监管").replace("和", "").replace("与", "")
    for tail in ("管理", "事务", "工作", "服务"):
        if text.endswith(tail) and len(text) > len(tail) + 1:
            return text[: -len(tail)]
    return text


@dataclass(frozen=True, slots=True)
class Column:
    """What a header means: ``meaning`` of columns.csv ("" when unknown) and the level its first word names."""

    meaning: str
    level: Level


@dataclass(frozen=True, slots=True)
class RoleWord:
    """A word of clauses, by ``use``: label (牵头单位：), verb (…牵头) or join (会同) give a role; nobody (企业) is no body."""

    word: str
    use: str
    role: Role | None


@dataclass(frozen=True, slots=True)
class Body:
    """A listed body: ``pattern`` with {place}, its one ``name``, function, kind; ``place``: how the
    name writes its place, full (聊城市), short (聊城) or level (市); of a name without {place} the code of the
    division whose body it is ("": the nation's). ``start``: since when the pattern means that body, "" always.
    """

    pattern: str
    name: str
    function: str
    kind: str
    place: str
    start: str = ""


@dataclass(frozen=True, slots=True)
class Reform:
    """A row of successions.csv: names without their jurisdiction, ``level`` (any: every), the division it is confined to.

    ``date`` is an ISO date, month or year, "" where it differs from place to place; then ``after`` is the month before which
    no place had the new body, ``by`` the one after which none kept the old ("": not sure).
    """

    old: tuple[str, ...]
    new: tuple[str, ...]
    kind: str
    date: str
    level: str
    place: str
    source: str
    after: str = ""
    by: str = ""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All tables, immutable. Make one with ``load_lexicon()``."""

    columns: Mapping[str, str]
    role_words: tuple[RoleWord, ...]
    places: Mapping[str, Place]
    place_names: tuple[tuple[str, Place], ...]
    functions: Mapping[str, str]
    function_labels: Mapping[str, tuple[str, str, str]]
    suffixes: Mapping[str, str]
    suffix_functions: Mapping[str, str]
    suffix_levels: Mapping[str, str]
    bodies: tuple[Body, ...]
    confusables: frozenset[tuple[str, str]]
    variants: Mapping[str, str]
    successions: tuple[Reform, ...]
    common_names: Mapping[str, str]
    zone_kinds: Mapping[str, tuple[str, str]]
    products: frozenset[str]

    def column(self, header: str) -> Column:
        """Tell what a column header means and whose level it names.

        Brackets and a level word at its head are set aside, then the longest known header that
        ends it decides.

        >>> load_lexicon().column("省直责任部门")
        Column(meaning='responsible', level='province')
        >>> load_lexicon().column("本周天气").meaning
        ''
        """
        text = _BRACKETS.sub("", fold(header)).strip("()（）*#:：")
        if not text or len(text) > 18 or _ORDINAL_HEAD.match(text):
            return Column("", "")
        if text in self.columns:
            return Column(self.columns[text], "")
        match = _LEVEL.match(text)
        level: Level = LEVEL_WORDS[match.group()] if match else ""
        stem = text[match.end() :] if match else text
        several = _BETWEEN.sub("", fold(header)).removeprefix(match.group() if match else "")
        if several != stem and _role_header(several) == "responsible":
            return Column("responsible", level)  # 牵头、配合单位, 牵头（配合）单位: who leads is not said
        if _LISTING.search(text):
            return Column("", level)
        if stem not in self.columns and (role := _role_header(stem)):
            return Column(role, level)
        for start in range(min(len(stem), 7)):
            meaning = self.columns.get(stem[start:])
            if meaning and (start == 0 or len(stem) - start >= (2 if meaning == "text" else 3)):
                return Column(self.columns[stem[start:]], level)
        return Column("", level)

    def is_header(self, text: str) -> bool:
        """Tell whether a cell could be a known header."""
        return 1 < len(text) <= 24 and self.column(text).meaning != ""

    @cached_property
    def places_below(self) -> Mapping[str, tuple[Place, ...]]:
        """Places, former ones too, by the code of the place they lie in directly, in order of code."""
        found: dict[str, list[Place]] = {}
        for place in sorted(self.places.values(), key=lambda p: p.code):
            found.setdefault(place.parent, []).append(place)
        return MappingProxyType({k: tuple(v) for k, v in found.items()})

    @cached_property
    def places_by_name(self) -> Mapping[str, tuple[Place, ...]]:
        """Places by full and short name, current divisions first, then by code."""
        found: dict[str, list[Place]] = {}
        for name, place in sorted(self.place_names, key=lambda n: (bool(n[1].end), n[1].code, n[0])):
            if place not in found.setdefault(name, []):
                found[name].append(place)
        return MappingProxyType({k: tuple(v) for k, v in found.items()})


def without_units(
    columns: Sequence[Column], headers: Sequence[str], lexicon: Lexicon, cells: Sequence[Sequence[str]] = ()
) -> tuple[Column, ...]:
    """Return the columns, one headed 单位 as ``other`` where it holds units of measure (万元, 公里) and no bodies.

    It does where another column is headed as the bodies', else by its ``cells``, else where indicators are listed.

    >>> book = load_lexicon()
    >>> both = [book.column("单位"), book.column("责任单位")]
    >>> [c.meaning for c in without_units(both, ["单位", "责任单位"], book)]
    ['other', 'responsible']
    """
    plain = [h in ("单位", "部门") for h in headers]
    bodies = any(
        c.meaning in ("leads", "assists", "responsible") and not p for c, p in zip(columns, plain, strict=True)
    )
    endings = tuple(lexicon.suffixes)

    def measured(i: int) -> bool:
        said = [c for c in cells[i] if c] if cells else []
        if bodies or not said:
            return bodies or any("指标" in h for h in headers)
        return not any(len(c) > 2 and c.endswith(endings) for c in said)

    return tuple(
        Column("other", "") if p and measured(i) else c for i, (c, p) in enumerate(zip(columns, plain, strict=True))
    )


def _checked(table: str, *columns: str) -> tuple[dict[str, str], ...]:
    rows = read_table(table)
    for column in columns:
        if not rows or column not in rows[0]:
            raise LexiconError(f"data/lexicon/{table}: no column {column!r}; restore the file from the package")
    return rows


@cache
def load_lexicon() -> Lexicon:
    """Load the packaged lexicon.

    Raises LexiconError when a file lacks a column.
    """
    roles: dict[str, Role] = {"leads": "leads", "assists": "assists", "responsible": "responsible"}
    place_rows = _checked(
        "divisions.csv", "code", "name", "short", "parent", "kind", "start", "end", "successor", "also"
    )
    last = {r["code"]: r for r in place_rows}
    listed = [
        (
            Place(
                # a code that was given anew stands twice, the row in force last
                r["code"] if r is last[r["code"]] else f"{r['code']}-{r['end']}",
                r["name"],
                r["short"],
                _kind(r["kind"]),
                r["parent"],
                r["start"],
                r["end"],
                r["successor"],
            ),
            r["also"],
        )
        for r in place_rows
    ]
    function_rows = _checked("functions.csv", "function", "en", "broader", "forms")
    return Lexicon(
        columns=MappingProxyType(
            {fold(r["header"]): r["meaning"] for r in _checked("columns.csv", "header", "meaning")}
        ),
        role_words=tuple(
            RoleWord(r["word"], r["use"], roles.get(r["role"]))
            for r in _checked("role_words.csv", "word", "use", "role")
        ),
        places=MappingProxyType({p.code: p for p, _ in listed}),
        place_names=tuple((n, p) for p, also in listed for n in (p.name, p.short, *also.split(";")) if n),
        functions=MappingProxyType({f: r["function"] for r in function_rows for f in r["forms"].split(";") if f}),
        function_labels=MappingProxyType(
            {r["function"]: (r["en"], r["broader"], r["forms"].split(";")[0]) for r in function_rows}
        ),
        suffixes=MappingProxyType({r["suffix"]: r["kind"] for r in _checked("suffixes.csv", "suffix", "kind")}),
        suffix_functions=MappingProxyType(
            {r["suffix"]: r["function"] for r in read_table("suffixes.csv") if r["function"]}
        ),
        suffix_levels=MappingProxyType({r["suffix"]: r["level"] for r in _checked("suffixes.csv", "suffix", "level")}),
        bodies=tuple(
            Body(r["pattern"], r["name"], r["function"], r["kind"], r["place"], r["start"])
            for r in _checked("bodies.csv", "pattern", "name", "function", "kind", "place", "start")
        ),
        confusables=frozenset((r["wrong"], r["right"]) for r in _checked("confusables.csv", "right", "wrong")),
        variants=MappingProxyType(
            {
                plain_stem(form): r["name"]
                for r in _checked("variants.csv", "name", "variants")
                for form in (r["name"], *r["variants"].split(";"))
            }
        ),
        successions=tuple(
            Reform(
                tuple(o for o in r["old"].split(";") if o),
                tuple(n for n in r["new"].split(";") if n),
                r["kind"],
                r["date"],
                r["level"],
                r["place"],
                r["source"],
                r["after"],
                r["by"],
            )
            for r in _checked("successions.csv", "old", "new", "kind", "date", "level", "place", "after", "by")
        ),
        common_names=MappingProxyType({r["name"]: r["use"] for r in _checked("common_names.csv", "name", "use")}),
        zone_kinds=MappingProxyType(
            {r["form"]: (r["name"], r["county"]) for r in _checked("zone_kinds.csv", "form", "name", "county")}
        ),
        products=frozenset(r["word"] for r in _checked("products.csv", "word")),
    )


def _kind(kind: str) -> PlaceKind:
    kinds: dict[str, PlaceKind] = {k: k for k in get_args(PlaceKind)}
    if kind not in kinds:
        raise LexiconError(f"data/lexicon/divisions.csv: unknown kind {kind!r}")
    return kinds[kind]
