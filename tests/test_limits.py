"""Hostile and broken files: each is named with its reason, quickly, and the rest is built."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.paper_files import NARRATIVE, TABLE, docx_bytes, pdf_bytes, text, web_page, xlsx_bytes, zip_bytes

from policykg.cli import main
from policykg.lexicon import load_lexicon
from policykg.model import Source
from policykg.read import apart, find_files, limits, read_bytes
from policykg.read.layout import Layout

LEXICON = load_lexicon()
MB = 2**20


def issues_of(data: bytes, name: str) -> list[tuple[str, tuple[str, ...]]]:
    _, issues = read_bytes(data, Source(name, ""), LEXICON)
    return [(i.code, i.values) for i in issues]


def found_in(path: Path) -> tuple[list[str], list[tuple[str, str]]]:
    found, issues = find_files([path])
    return [f.name for f in found], [(i.path, i.code) for i in issues]


# --- size -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["zeros.txt", "zeros.pdf", "zeros.zip"])
def test_a_gigabyte_of_zeros_is_refused_before_it_is_read(name: str, tmp_path: Path) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(2**30)
    most = limits.LARGE_MB if name != "zeros.txt" else limits.FILE_MB
    _, issues = find_files([tmp_path])
    assert [(i.code, i.values) for i in issues] == [("too-large", ("1024", str(most)))]


def test_zeros_of_a_size_that_is_allowed_are_named_as_zeros() -> None:
    assert issues_of(bytes(5 * MB), "zeros.pdf") == [("zeros-only", ())]


# --- archives ---------------------------------------------------------------------------------------


def test_bomb_is_refused_by_what_it_says_it_unpacks_to(tmp_path: Path) -> None:
    (tmp_path / "ratio.zip").write_bytes(zip_bytes([("a.txt", bytes(20 * MB))]))
    bulk = io.BytesIO()
    with zipfile.ZipFile(bulk, "w", zipfile.ZIP_DEFLATED) as file:
        for n in range(80):
            file.writestr(f"{n}.txt", bytes(7 * MB))
    (tmp_path / "total.zip").write_bytes(bulk.getvalue())
    (tmp_path / "count.zip").write_bytes(zip_bytes([(f"{n}.txt", b"x") for n in range(limits.MEMBERS + 1)]))
    assert found_in(tmp_path) == (
        [],
        [("count.zip", "too-many-members"), ("ratio.zip", "zip-bomb"), ("total.zip", "zip-bomb")],
    )


def test_archive_that_lies_about_a_size_is_not_believed(tmp_path: Path) -> None:
    data = bytearray(zip_bytes([("a.txt", bytes(60 * MB))]))
    said = (60 * MB).to_bytes(4, "little")
    (tmp_path / "lie.zip").write_bytes(data.replace(said, (1000).to_bytes(4, "little")))
    names, issues = found_in(tmp_path)
    assert names == [] and ("lie.zip/a.txt", "corrupt-file") in issues


def test_archives_in_archives_end_at_the_second(tmp_path: Path) -> None:
    third = zip_bytes([("c.txt", text(NARRATIVE).encode())])
    second = zip_bytes([("third.zip", third), ("b.txt", text(TABLE).encode())])
    (tmp_path / "first.zip").write_bytes(zip_bytes([("second.zip", second)]))
    names, issues = found_in(tmp_path)
    assert names == ["first.zip/second.zip/b.txt"]
    assert ("first.zip/second.zip/third.zip", "nested-archive") in issues


def test_encrypted_and_damaged_members_do_not_stop_the_others(tmp_path: Path) -> None:
    data = bytearray(zip_bytes([("a.txt", b"secret"), ("b.txt", b"damaged " * 99), ("c.txt", text(TABLE).encode())]))
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    data[local + 6] |= 1
    data[central + 8] |= 1
    at = data.index(b"b.txt") + 5
    data[at : at + 4] = b"\xff\xff\xff\xff"
    (tmp_path / "a.zip").write_bytes(data)
    names, issues = found_in(tmp_path)
    assert names == ["a.zip/c.txt"]
    assert {("a.zip/a.txt", "encrypted"), ("a.zip/b.txt", "corrupt-file")} <= set(issues)


def test_names_of_members_cannot_leave_the_archive(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.zip").write_bytes(zip_bytes([("../../evil.txt", text(TABLE).encode())]))
    found_in(tmp_path / "in")
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.zip", "in"]


def test_office_file_that_is_a_bomb() -> None:
    bomb = io.BytesIO(docx_bytes(TABLE))
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/media/a.xml", b" " * (40 * MB))
    assert [c for c, _ in issues_of(bomb.getvalue(), "a.docx")] == ["zip-bomb"]


# --- tables -----------------------------------------------------------------------------------------


def wide_html(columns: int) -> bytes:
    row = "<tr>" + "".join(f"<td>{n}</td>" for n in range(columns)) + "</tr>"
    return f"<html><body><p>通知</p><table>{row}{row}</table></body></html>".encode()


def wide_xlsx(columns: int) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(list(range(columns)))
    good: Any = book.create_sheet("好")
    good.append(["序号", "重点任务", "责任单位"])
    good.append([1, "修路", "市交通运输局"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_tables_of_ten_thousand_columns() -> None:
    row = ",".join(map(str, range(10_000)))
    assert issues_of(f"{row}\n{row}\n".encode(), "a.csv") == [
        ("too-many-columns", ("10000", "300", "0 1 2 3 4 5 6 7 8 9 "))
    ]
    document, issues = read_bytes(wide_html(10_000), Source("a.html", ""), LEXICON)
    assert [(i.code, i.values) for i in issues] == [("too-many-columns", ("10000", "300", "0 1 2 3 4 5 6 7 8 9 "))]
    assert document is not None and document.text == "通知\n"
    document, issues = read_bytes(wide_xlsx(10_000), Source("a.xlsx", ""), LEXICON)
    assert [(i.code, i.values) for i in issues] == [("too-many-columns", ("10000", "300", "Sheet"))]
    assert document is not None and "修路" in document.text and len(document.blocks) == 1


def test_cells_that_say_they_cover_a_million_places() -> None:
    page = '<table border=1><tr><td rowspan="99999" colspan="250">甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>'
    document, _ = read_bytes(f"<html>{page}</html>".encode(), Source("a.html", ""), LEXICON)
    assert document is not None and sum(len(r) for b in document.blocks for r in getattr(b, "rows", ())) < 1000


def test_table_of_too_many_rows() -> None:
    rows = "序号,任务,责任单位\n" + "1,修路,市财政局\n" * (limits.ROWS + 1)
    assert [c for c, _ in issues_of(rows.encode(), "a.csv")] == ["too-many-rows"]


def test_sheet_that_is_formatted_to_its_last_cell_is_read() -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(TABLE)))
    sheet: Any = book.active
    sheet["XFD1048576"].number_format = "0%"
    out = io.BytesIO()
    book.save(out)
    assert (
        read_bytes(out.getvalue(), Source("a.xlsx", ""), LEXICON)[0]
        == read_bytes(xlsx_bytes(TABLE), Source("a.xlsx", ""), LEXICON)[0]
    )


# --- XML and HTML -----------------------------------------------------------------------------------

LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def with_part(data: bytes, part: str, change: Callable[[str], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name).decode()) if name == part else old.read(name))
    return out.getvalue()


def declare(doctype: str, encoding: str = "utf-8") -> Callable[[str], bytes]:
    def change(xml: str) -> bytes:
        head, _, rest = xml.partition("?>")
        head = head.replace("UTF-8", encoding).replace("utf-8", encoding)
        return f"{head}?>{doctype}{rest}".encode(encoding)

    return change


@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_office_files_are_refused(doctype: str, encoding: str) -> None:
    for data, part, name in (
        (docx_bytes(TABLE), "word/document.xml", "a.docx"),
        (xlsx_bytes(TABLE), "xl/workbook.xml", "a.xlsx"),
    ):
        assert issues_of(with_part(data, part, declare(doctype, encoding)), name) == [("xml-entities", (part,))]


def test_entities_in_pages_fetch_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("机密文字", encoding="utf-8")
    doctype = f'<!DOCTYPE html [<!ENTITY a SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    page = f'{doctype}<html><body><p>通知&a;</p><iframe src="{(tmp_path / "secret").as_uri()}"></iframe></body></html>'
    document, _ = read_bytes(page.encode(), Source("a.html", ""), LEXICON)
    assert document is not None and "通知" in document.text and "机密" not in document.text


def test_elements_nested_too_deep() -> None:
    page = "<html><body>" + "<div>" * 50_000 + "任务" + "</div>" * 50_000 + "</body></html>"
    assert issues_of(page.encode(), "a.html") == [("too-deep", (str(limits.DEPTH),))]
    deep = "<w:sdt><w:sdtContent>" * 3000 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 3000
    data = with_part(
        docx_bytes(TABLE), "word/document.xml", lambda x: x.replace("<w:body>", "<w:body>" + deep).encode()
    )
    (issue,) = issues_of(data, "a.docx")
    assert issue[0] in ("too-deep", "corrupt-file")


# --- PDF --------------------------------------------------------------------------------------------


def tiny_pdf(extra: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF of one empty page, written by hand."""
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        *([extra] if extra else []),
    ]
    out, places = b"%PDF-1.4\n", []
    for n, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (n, body)
    table = b"".join(b"%010d 00000 n \n" % p for p in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, table)
    return out + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, trailer, start)


def test_pdf_that_needs_a_password() -> None:
    lock = b"<</Filter/Standard/V 1/R 2/P -4/O(" + b"o" * 32 + b")/U(" + b"u" * 32 + b")>>"
    data = tiny_pdf(lock, b"/Encrypt 4 0 R/ID[(0123456789abcdef)(0123456789abcdef)]")
    assert issues_of(data, "a.pdf") == [("encrypted", ())]
    assert issues_of(tiny_pdf(), "a.pdf") == [("no-text", ())]


def test_pdf_of_too_many_pages_is_read_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    from policykg.read.pdf import read_pdf

    pages = "".join(f'<p style="break-after:page">第{n}项任务：{"修路架桥治水"[n:]}</p>' for n in range(5))
    data = pdf_bytes(f"<html><meta charset=utf-8><body>{pages}</body></html>")
    monkeypatch.setattr(limits, "PAGES", 2)
    layout = read_pdf(data)
    assert layout.problems[0][0] == "too-many-pages" and layout.problems[0][1][1] == "2"
    words = "".join(getattr(p, "text", "") for p in layout.pieces)
    assert "第1项" in words and "第2项" not in words


def test_page_whose_pages_tree_runs_in_a_circle() -> None:
    data = tiny_pdf().replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")
    assert [c for c, _ in issues_of(data, "a.pdf")] in (["no-text"], ["corrupt-file"])


# --- damage -----------------------------------------------------------------------------------------


def png() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (400, 400), "white").save(out, "PNG")
    return out.getvalue()


DAMAGED: dict[str, Callable[[], bytes]] = {
    "half.docx": lambda: docx_bytes(TABLE)[:9000],
    "half.xlsx": lambda: xlsx_bytes(TABLE)[:3000],
    "half.png": lambda: png()[:60],
    "noise.pdf": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40,
    "noise.docx": lambda: b"PK\x03\x04" + bytes(range(256)) * 40,
    "empty.docx": lambda: zip_bytes([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"")]),
    "empty.xlsx": lambda: zip_bytes([("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<x")]),
    "noise.zip": lambda: b"PK\x03\x04" + b"\x01" * 5000,
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_file_is_named_as_damaged(name: str) -> None:
    (issue,) = issues_of(DAMAGED[name](), name)
    assert issue[0] == "corrupt-file"
    assert all("\n" not in v and len(v) <= 200 for v in issue[1])


def test_pdf_cut_in_the_middle_gives_what_it_holds_or_a_reason() -> None:
    data = pdf_bytes(web_page(NARRATIVE, around=False))
    document, issues = read_bytes(data[: len(data) // 2], Source("a.pdf", ""), LEXICON)
    assert document is not None or [i.code for i in issues] in (["corrupt-file"], ["no-text"])


# --- the process ------------------------------------------------------------------------------------


@pytest.fixture
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a program of our own in the place of the parser."""

    def install(lines: str) -> None:
        (tmp_path / "odd_worker.py").write_text(lines, encoding="utf-8")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        monkeypatch.setattr(apart, "WORKER", "odd_worker")

    return install


def problem(layout: Layout) -> tuple[str, tuple[str, ...]]:
    (only,) = layout.problems
    return only


def test_parser_that_hangs_is_ended(worker: Callable[[str], None]) -> None:
    worker("import time\ntime.sleep(600)")
    assert problem(apart.parse_apart("pdf", b"", seconds=1)) == ("parser-timeout", ("1",))


def test_parser_that_crashes_is_named(worker: Callable[[str], None]) -> None:
    worker("import os\nos.abort()")
    assert problem(apart.parse_apart("pdf", b"%PDF")) == ("parser-failed", ("signal 6",))


def test_parser_that_eats_memory_is_ended(worker: Callable[[str], None]) -> None:
    worker("from policykg.read.worker import limit_memory\nlimit_memory()\nx = [bytearray(2**28) for _ in range(99)]")
    assert problem(apart.parse_apart("pdf", b"%PDF"))[0] == "parser-memory"


def test_parser_that_answers_nonsense(worker: Callable[[str], None]) -> None:
    worker("print('[]')")
    assert problem(apart.parse_apart("pdf", b"%PDF")) == ("parser-failed", ("no answer",))


def test_what_a_library_prints_does_not_spoil_the_answer(worker: Callable[[str], None]) -> None:
    worker(
        "import sys\nfrom policykg.read import html, worker\nold = html.read_html\n"
        "def noisy(data):\n    print('noise'); sys.stdout.flush(); return old(data)\n"
        "html.read_html = noisy\nworker.main()"
    )
    assert apart.parse_apart("html", "<html><p>通知</p></html>".encode()).pieces


def test_build_of_bad_files_names_each_and_builds_the_rest(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    for name, make in DAMAGED.items():
        (papers / name).write_bytes(make())
    (papers / "wide.html").write_bytes(wide_html(10_000))
    (papers / "bomb.zip").write_bytes(zip_bytes([("a.txt", bytes(20 * MB))]))
    with (papers / "zeros.txt").open("wb") as file:
        file.truncate(2**30)
    (papers / "good.docx").write_bytes(docx_bytes(NARRATIVE))
    result = CliRunner().invoke(main, ["build", str(papers), "-o", str(tmp_path / "kg"), "--lang", "en"])
    assert result.exit_code == 0, result.output
    report = json.loads((tmp_path / "kg" / "report.json").read_text(encoding="utf-8"))
    named = {f["path"] for f in report["files"]} | {i["path"] for i in report["issues"]}
    assert named == {p.name for p in papers.iterdir()}
    assert {f["path"] for f in report["files"] if f["status"] == "read"} == {"good.docx", "wide.html"}
    (good,) = [f for f in report["files"] if f["path"] == "good.docx"]
    assert good["roles"] == 12
