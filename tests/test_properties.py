"""Properties over damaged texts: pieces of the five papers, cut, doubled, broken and mixed.

Whatever the damage: nothing is raised, every span shows the words it stands for, items lie inside the
document, keys are unique, and neither order nor what was read before matters. Examples are the same in
every run; to look for new ones take ``derandomize`` out.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.paper_files import plain_pdf

from policykg.assemble import Reading, read_file
from policykg.build import build_corpus
from policykg.errors import ISSUES, InputError, render
from policykg.lexicon import load_lexicon
from policykg.model import Paragraph, Source
from policykg.names import NameBook
from policykg.rdf.export import to_jsonl
from policykg.rdf.quads import corpus_quads
from policykg.read.layout import Grid, Layout, Prose, failed, from_json, to_json
from policykg.read.pdf import read_pdf
from policykg.read.text import read_text
from policykg.segment.marks import han_number
from policykg.segment.ordinals import true_ordinals
from policykg.store.codec import corpus_from_json, corpus_to_json

CORPUS = Path(__file__).resolve().parent.parent / "data" / "corpus"
LEXICON = load_lexicon()
BOOK = NameBook(LEXICON)
SOURCE = Source("damaged.txt", "0" * 64)

quick = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
slow = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@cache
def lines() -> tuple[str, ...]:
    """All lines of the papers, their ends kept; short papers' heads and tables stand in them as printed."""
    papers = sorted(CORPUS.glob("*.txt"))
    assert len(papers) == 5
    return tuple(line for p in papers for line in p.read_text(encoding="utf-8").splitlines(keepends=True))


@st.composite
def pieces(draw: st.DrawFn) -> str:
    """A run of neighbouring lines, or a cut out of one."""
    start = draw(st.integers(0, len(lines()) - 1))
    run = "".join(lines()[start : start + draw(st.integers(1, 12))])
    if draw(st.booleans()):
        return run[:900]
    a = draw(st.integers(0, max(0, len(run) - 1)))
    return run[a : a + draw(st.integers(1, 300))]


DAMAGE = (
    " ",
    "\n",
    "\n\n",
    "\t",
    "\u3000",
    "\r\n",
    "（",
    "）",
    "；",
    "：",
    "、",
    "<p>",
    "|",
    "1.",
    "一、",
    "\n12\n",
    "\ufffd",
    "S",
    "𠮷",
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A few pieces put together, then damaged in a few places."""
    text = "".join(draw(st.lists(pieces(), min_size=1, max_size=5)))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(text)))
        match draw(st.sampled_from(["insert", "delete", "double", "swap"])):
            case "insert":
                text = text[:at] + draw(st.sampled_from(DAMAGE)) + text[at:]
            case "delete":
                text = text[:at] + text[at + draw(st.integers(1, 20)) :]
            case "double":
                parts = text.splitlines(keepends=True)
                k = min(at, len(parts) - 1)
                text = "".join(parts[: k + 1] + parts[k:]) if parts else text
            case "swap":
                width = draw(st.integers(1, 30))
                text = text[:at] + text[at + width : at + 2 * width] + text[at : at + width] + text[at + 2 * width :]
    return text + "\n"  # see test_a_file_may_end_in_a_place_name


def read(text: str, book: NameBook = BOOK) -> Reading:
    return read_file(text.encode("utf-8"), SOURCE, LEXICON, book)


def squeeze(text: str) -> str:
    return "".join(text.split())


def shows(words: str, there: str) -> bool:
    """Tell whether a span shows the words: the same signs in order, what a page end or a tag adds passed over."""
    wanted, found = squeeze(words), squeeze(there)
    if wanted == found:
        return True
    signs = iter(found)
    return bool(wanted) and wanted[0] == found[0] and wanted[-1] == found[-1] and all(c in signs for c in wanted)


# --- reading -------------------------------------------------------------------------------------


@quick
@given(texts())
def test_every_character_that_is_read_stands_where_it_says(text: str) -> None:
    document = read_text(text, SOURCE, LEXICON)
    assert document.text == text
    for block in document.blocks:
        passages = [block.passage] if isinstance(block, Paragraph) else [c.passage for r in block.rows for c in r]
        for passage in passages:
            assert len(passage.text) == len(passage.at)
            assert all(a < b for a, b in zip(passage.at, passage.at[1:], strict=False))
            assert all(0 <= o < len(text) for o in passage.at)
            wrong = [
                (c, text[o])
                for c, o in zip(passage.text, passage.at, strict=True)
                if c != text[o] and not c.isspace() and text[o] != "&"
            ]
            assert not wrong


@quick
@given(texts())
def test_blocks_stand_in_reading_order_and_do_not_overlap(text: str) -> None:
    at = -1
    for block in read_text(text, SOURCE, LEXICON).blocks:
        start, end = block.passage.span() if isinstance(block, Paragraph) else (block.start, block.end)
        assert at <= start <= end <= len(text)
        at = max(at, end)


# --- the whole of it -----------------------------------------------------------------------------


@quick
@given(texts())
def test_items_lie_inside_the_document_and_spans_show_their_words(text: str) -> None:
    reading = read(text)
    said = reading.text
    assert len(said) == len(text) or not squeeze(text)  # an empty file has no text
    for record in reading.records:
        assert 0 <= record.start <= record.end <= len(said)
        assert shows(record.text, said[record.start : record.end])
        upper = record.upstream
        if upper is not None:
            assert 0 <= upper.start <= upper.end <= len(said)
            assert shows(upper.text, said[upper.start : upper.end])
        for role in (*record.roles, *(upper.roles if upper else ())):
            assert 0 <= role.start <= role.end <= len(said)
            assert role.agency.key and role.agency.name and role.rule
            assert 0 < role.score <= 1
            if role.rule != "matrix":
                assert shows(role.printed, said[role.start : role.end])
        for quantity in record.quantities:
            assert shows(quantity.quote, said[quantity.quote_start : quantity.quote_end])
        for place in record.places:
            assert shows(place.printed, said[place.start : place.end])
        for project in record.projects:
            assert shows(project.name, said[project.start : project.end])
        for cited in record.cites:
            assert shows(cited.citation.quote, said[cited.citation.start : cited.citation.end])


@quick
@given(texts())
def test_keys_are_unique_and_point_to_what_is_there(text: str) -> None:
    reading = read(text)
    keys = [r.key for r in reading.records]
    assert len(keys) == len(set(keys))
    assert {r.document for r in reading.records} <= {d.key for d in reading.documents}
    bodies = {a.key for a in reading.agencies}
    assert {a.agency.key for r in reading.records for a in r.roles} <= bodies
    assert {a.agency.key for r in reading.records if r.upstream for a in r.upstream.roles} <= bodies
    for record in reading.records:
        said = [(a.agency.key, a.role) for a in record.roles]
        assert len(said) == len(set(said))
        assert record.absence == "" or not record.roles


@quick
@given(texts())
def test_every_issue_can_be_told_and_points_into_the_file(text: str) -> None:
    reading = read(text)
    lines_there = len(text.splitlines()) + 1
    for issue in reading.issues:
        assert issue.code in ISSUES
        assert render(issue, "zh") and render(issue, "en")
        assert 0 <= issue.start <= issue.end <= len(text)
        assert 0 <= issue.line <= lines_there
    assert list(reading.issues) == sorted(set(reading.issues))


@quick
@given(texts(), texts())
def test_what_was_read_before_does_not_matter(text: str, before: str) -> None:
    book = NameBook(LEXICON)
    read(before, book)
    assert read(text, book) == read(text, NameBook(LEXICON))


@slow
@given(first=texts(), second=texts())
def test_order_of_files_does_not_matter_and_nothing_is_lost_on_the_way(
    first: str, second: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("papers")
    paths = [folder / "a.txt", folder / "b.txt"]
    for path, text in zip(paths, (first, second), strict=True):
        path.write_bytes(text.encode("utf-8"))
    try:
        corpus = build_corpus(paths)
    except InputError:
        assert not squeeze(first + second)
        return
    assert build_corpus(paths[::-1]) == corpus
    keys = [r.key for r in corpus.records]
    assert len(keys) == len(set(keys))
    assert "".join(to_jsonl(corpus)).count("\n") == len(keys)
    again = corpus_from_json(corpus_to_json(corpus))
    assert (again.documents, again.records, again.agencies, again.places, again.issues) == (
        corpus.documents,
        corpus.records,
        corpus.agencies,
        corpus.places,
        corpus.issues,
    )
    quads = list(corpus_quads(corpus, ontology=False))
    assert len(quads) == len(set(quads))


@pytest.mark.parametrize(
    "text", ["一、任务\n1.修路，支援菏泽。（市财政局负责）菏泽", "序号\t重点任务\t责任单位\n1\t修路\t菏泽"]
)
def test_a_file_may_end_in_a_place_name(text: str) -> None:
    assert read(text).text == text


def test_keys_of_merged_rows_and_repeated_ordinals_differ() -> None:
    rows = ["序号\t重点支持政策\t目标任务\t责任单位"]
    for section in ("一、财税", "二、金融"):
        rows += [
            f"{section}\t\t\t",
            "1\t甲政策。\t甲。\t市财政局",
            "2\t乙政策。\t乙。\t市财政局",
            "\t\t丙。\t市财政局",
            "3\t丁政策。\t丁。\t市财政局",
        ]
    keys = [r.key for r in read("某市任务清单\n" + "\n".join(rows) + "\n").records]
    assert len(keys) == 8
    assert len(set(keys)) == 8


# --- small pure functions ------------------------------------------------------------------------


def test_chinese_numerals_up_to_999_read_back() -> None:
    digits = "零一二三四五六七八九"

    def written(n: int) -> str:
        hundred, ten, one = n // 100, n // 10 % 10, n % 10
        text = digits[hundred] + "百" if hundred else ""
        if ten:
            text += ("" if ten == 1 and not hundred else digits[ten]) + "十"
        elif hundred and one:
            text += "零"
        return text + (digits[one] if one else "")

    assert [han_number(written(n)) for n in range(1, 1000)] == list(range(1, 1000))


@quick
@given(st.integers(4, 30), st.data())
def test_one_misread_ordinal_is_mended_wherever_it_stands(rows: int, data: st.DataObject) -> None:
    """A print that breaks the sequence while the rows around it keep it is what the sequence says."""
    true = [str(n) for n in range(1, rows + 1)]
    at = data.draw(st.integers(0, rows - 2))
    wrong = data.draw(
        st.sampled_from(["S", "", "l", "承", *(str(n) for n in range(2, 40) if n not in (at, at + 1, at + 2))])
    )
    printed = [*true[:at], wrong, *true[at + 1 :]]
    assert true_ordinals(printed, [i == 0 for i in range(rows)]) == true


@pytest.mark.parametrize(
    ("rows", "sections"),
    [(1, 3), (2, 3), (1, 2), (2, 2), (3, 3), (5, 2), (5, 4)],
)
def test_counting_starts_again_in_every_section(rows: int, sections: int) -> None:
    printed = [str(n) for n in range(1, rows + 1)] * sections
    restarts = [i % rows == 0 for i in range(rows * sections)]
    assert true_ordinals(printed, restarts) == printed


@cache
def raw_pdfs() -> tuple[bytes, ...]:
    """PDFs nothing in which is compressed: of prose on two pages, and of a ruled table."""
    prose = [line.strip()[:36] for line in lines()[:40] if line.strip()]
    rows = [
        "序号\t重点任务\t牵头单位\t配合单位",
        "1\t疏浚河道12公里\t市水利局\t市财政局",
        "2\t修路30公里\t市交通运输局\t-",
    ]
    return plain_pdf([prose[:20], prose[20:]]), plain_pdf([rows], columns=(60, 100, 300, 430))


@st.composite
def broken_pdfs(draw: st.DrawFn) -> bytes:
    """A PDF with bytes cut out, doubled or replaced in a few places."""
    data = draw(st.sampled_from(raw_pdfs()))
    for _ in range(draw(st.integers(0, 4))):
        a = draw(st.integers(0, len(data)))
        b = min(len(data), a + draw(st.integers(0, 60)))
        said = draw(
            st.sampled_from([b"", data[a:b] * 2, b"0", b"-1", b"99999999", b"<<", b">>", b"[", b"endobj", b"\xff"])
        )
        data = data[:a] + said + data[b:]
    return data


def test_raw_pdfs_are_read() -> None:
    prose, table = (read_pdf(data) for data in raw_pdfs())
    words = "".join("".join(p.text.split()) for p in prose.pieces if isinstance(p, Prose))
    assert all("".join(line.strip()[:36].split()) in words for line in lines()[:6] if line.strip())
    (grid,) = [p for p in table.pieces if isinstance(p, Grid)]
    assert [[spot.text for spot in row] for row in grid.rows] == [
        ["序号", "重点任务", "牵头单位", "配合单位"],
        ["1", "疏浚河道12公里", "市水利局", "市财政局"],
        ["2", "修路30公里", "市交通运输局", "-"],
    ]


@slow
@given(broken_pdfs())
def test_a_broken_pdf_gives_text_or_a_reason(data: bytes) -> None:
    def parse(kind: str, data: bytes, seconds: int | None = None) -> Layout:
        try:
            return from_json(to_json(read_pdf(data)))
        except Exception as error:  # what a parser raises ends only its process in a build
            return failed("corrupt-file", type(error).__name__)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("policykg.read.formats.parse_apart", parse)
        reading = read_file(data, Source("a.pdf", "0" * 64, "pdf"), LEXICON, BOOK)
    assert reading.text or reading.issues
    for record in reading.records:
        assert 0 <= record.start <= record.end <= len(reading.text)
        for role in record.roles:
            assert shows(squeeze(role.printed), squeeze(reading.text[role.start : role.end]))
