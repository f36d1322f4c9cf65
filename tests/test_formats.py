"""One paper in all formats gives the same records; what each format adds (ordinals, notes, columns) is read."""

from __future__ import annotations

import io
import os
import re
import stat
import sys
import zipfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.paper_files import (
    NARRATIVE,
    STYLE,
    TABLE,
    Paper,
    converted,
    csv_bytes,
    docx_bytes,
    markdown,
    office_files,
    pdf_bytes,
    text,
    web_page,
    xlsx_bytes,
    zip_bytes,
)

from policykg.assemble import Reading, read_file
from policykg.build import build_corpus
from policykg.lexicon import load_lexicon
from policykg.model import Document, Issue, Paragraph, Source, Table
from policykg.names import NameBook
from policykg.read import find_files, read_bytes
from policykg.read.detect import detect
from policykg.read.layout import Grid, Spot, bounded
from policykg.read.office import convert
from policykg.read.pdf import _without_edges
from policykg.read.pdf_lines import Line, Page
from policykg.read.radicals import whole

LEXICON = load_lexicon()
BOOK = NameBook(LEXICON)
CONVERTED_ONCE = cache(convert)
PAPERS = {"narrative": NARRATIVE, "table": TABLE}
#: Formats that LibreOffice writes, under the endings they have in the field (WPS and ET are the Office formats of WPS).
OFFICE = {"a.doc": "doc", "a.wps": "doc", "a.odt": "odt", "a.rtf": "rtf", "a.xls": "xls", "a.et": "xls", "a.ods": "ods", "office.pdf": "pdf"}  # fmt: skip

MAKERS: dict[str, Callable[[Paper], bytes]] = {
    "a.docx": docx_bytes,
    "a.xlsx": xlsx_bytes,
    "a.html": lambda p: web_page(p).encode(),
    "gbk.htm": lambda p: web_page(p).replace("utf-8", "gb2312").encode("gb18030"),
    "a.pdf": lambda p: pdf_bytes(web_page(p, around=False)),
    "headers.pdf": lambda p: pdf_bytes(web_page(p, around=False), headers=True),
    "a.csv": csv_bytes,
    "utf8.csv": lambda p: csv_bytes(p, "utf-8-sig"),
    "a.md": lambda p: markdown(p).encode(),
    "gbk.txt": lambda p: text(p).encode("gb18030"),
}


@cache
def made(name: str, paper: str) -> bytes:
    return office_files(OFFICE[name])[paper] if name in OFFICE else MAKERS[name](PAPERS[paper])


@pytest.fixture
def one_conversion(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let LibreOffice convert each old file once for all tests."""
    monkeypatch.setattr("policykg.read.formats.convert", CONVERTED_ONCE)


def read(data: bytes, name: str) -> Document:
    document, issues = read_bytes(data, Source(name, ""), LEXICON)
    assert document is not None, issues
    return document


def issues_of(data: bytes, name: str) -> list[tuple[str, tuple[str, ...]]]:
    _, issues = read_bytes(data, Source(name, ""), LEXICON)
    return [(i.code, i.values) for i in issues]


def printed(text_: str) -> str:
    return re.sub(r"\s+", "", text_)


def records(reading: Reading) -> list[Any]:
    return [
        (
            r.kind,
            r.part,
            r.section,
            r.ordinal,
            printed(r.title),
            printed(r.text),
            r.deadline,
            [(a.agency.key, a.printed, a.role, a.rule, a.score) for a in r.roles],
            [(q.indicator, q.value, q.unit, printed(q.quote)) for q in r.quantities],
            [(k, printed(v)) for k, v in r.fields],
        )
        for r in reading.records
    ]


def papers(reading: Reading) -> list[Any]:
    return [(d.key, d.number, d.title, d.issuer, d.jurisdiction, d.date) for d in reading.documents]


def reading(data: bytes, name: str) -> Reading:
    return read_file(data, Source(name, ""), LEXICON, BOOK)


def prose(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Paragraph)]


def tables(document: Document) -> list[list[list[str]]]:
    return [[[c.text for c in row] for row in b.rows] for b in document.blocks if isinstance(b, Table)]


def spans_hold(document: Document) -> bool:
    """Tell whether every passage stands in the text where it says, white space and blanked signs apart."""
    for block in document.blocks:
        passages = [block.passage] if isinstance(block, Paragraph) else [c.passage for r in block.rows for c in r]
        for p in passages:
            assert list(p.at) == sorted(set(p.at))
            for char, at in zip(p.text, p.at, strict=True):
                if not char.isspace():
                    assert document.text[at] == char, (char, document.text[at - 5 : at + 5])
    return True


# --- the same in all formats ------------------------------------------------------------------------


def test_plain_text_gives_what_the_papers_say() -> None:
    """The reference itself, as one reads the two papers."""
    narrative = reading(text(NARRATIVE).encode(), "a.txt")
    assert [(r.section, r.ordinal, len(r.roles)) for r in narrative.records] == [
        ("", "一", 0),
        ("（一）实施骨干水网工程", "1", 5),
        ("（一）实施骨干水网工程", "2", 3),
        ("（二）完善城乡供水体系", "1", 3),
        ("（二）完善城乡供水体系", "2", 1),
        ("三、保障措施", "一", 0),
        ("三、保障措施", "二", 0),
    ]
    assert papers(narrative)[0][1:4] == (
        "青政办字〔2024〕17号",
        "青川市人民政府办公室关于印发青川市水网建设三年行动方案的通知",
        "青川市人民政府办公室",
    )
    table = reading(text(TABLE).encode(), "a.txt")
    assert [(r.section, r.ordinal, r.deadline) for r in table.records] == [
        ("政务服务", "1", "2024年6月底前"),
        ("政务服务", "2", "2024年9月底前"),
        ("要素保障", "3", "2024年12月底前"),
        ("要素保障", "4", "持续推进"),
        ("要素保障", "5", "2024年12月底前"),
    ]
    assert [[a.role for a in r.roles].count("leads") for r in table.records] == [1] * 5
    assert [[a.role for a in r.roles].count("assists") for r in table.records] == [4, 1, 3, 3, 1]


@pytest.mark.usefixtures("one_conversion")
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", [*MAKERS, *OFFICE])
def test_all_formats_give_the_same_records(name: str, paper: str) -> None:
    wanted = reading(text(PAPERS[paper]).encode(), "a.txt")
    found = reading(made(name, paper), name)
    assert records(found) == records(wanted)
    assert papers(found) == papers(wanted)


@pytest.mark.usefixtures("one_conversion")
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", [*MAKERS, *OFFICE])
def test_offsets_index_the_text_as_read(name: str, paper: str) -> None:
    document = read(made(name, paper), name)
    assert spans_hold(document)
    found = reading(made(name, paper), name)
    for record in found.records:
        for role in record.roles:
            assert printed(document.text[role.start : role.end]) == role.printed


def test_reading_twice_gives_the_same_document() -> None:
    for name in ("a.pdf", "a.docx", "a.xlsx", "a.html"):
        assert read(made(name, "table"), name) == read(made(name, "table"), name)


def test_zip_of_all_formats_gives_each_member_as_a_file(tmp_path: Path) -> None:
    inner = zip_bytes([("深/表.csv", made("a.csv", "table"))])
    names = ["a.docx", "a.xlsx", "a.html", "a.pdf", "a.md", "gbk.txt"]
    (tmp_path / "all.zip").write_bytes(
        zip_bytes([*((f"文件/{n}", made(n, "table")) for n in names), ("inner.zip", inner), ("__MACOSX/._a", b"x")])
    )
    found, issues = find_files([tmp_path])
    assert [f.name for f in found] == sorted([f"all.zip/文件/{n}" for n in names] + ["all.zip/inner.zip/深/表.csv"])
    assert {(i.path, i.code, i.values) for i in issues} == {
        ("all.zip", "archive-opened", ("7",)),
        ("all.zip", "archive-litter", ("1",)),
        ("all.zip/inner.zip", "archive-opened", ("1",)),
    }
    wanted = records(reading(text(TABLE).encode(), "a.txt"))
    for file in found:
        assert records(reading(file.data, file.name)) == wanted, file.name


def test_names_of_members_in_the_code_page_of_chinese_windows(tmp_path: Path) -> None:
    data = zip_bytes([("XXXX.txt", text(TABLE).encode())])
    (tmp_path / "a.zip").write_bytes(data.replace(b"XXXX", "分工".encode("gb18030")))
    found, _ = find_files([tmp_path / "a.zip"])
    assert [f.name for f in found] == ["a.zip/分工.txt"]


def test_standard_input_may_be_any_format(tmp_path: Path, run_cli: Callable[..., Any]) -> None:
    import subprocess

    command = [sys.executable, "-c", "from policykg.cli import main; main(prog_name='policykg')", "build", "-"]
    done = subprocess.run(
        [*command, "-o", str(tmp_path / "kg"), "--lang", "en"], input=made("a.docx", "table"), capture_output=True
    )
    assert done.returncode == 0 and b"items 5: rows 5" in done.stdout, done.stdout + done.stderr


def test_text_is_read_without_loading_any_parser() -> None:
    import subprocess

    program = (
        "import sys\nfrom pathlib import Path\nfrom policykg.build import build_corpus\n"
        "build_corpus([Path('data/corpus/heze-2023-56.txt')])\n"
        "print([m for m in ('pdfplumber', 'docx', 'openpyxl', 'lxml', 'PIL', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_traditional_characters_stay_as_printed() -> None:
    import docx

    document = docx.Document()
    for line in (
        "泉州市人民政府辦公室關於印發數字經濟工作方案的通知",
        "一、重點任務",
        "1.建設數據中心。（市財政局牽頭，市應急管理局配合）",
    ):
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    (record,) = reading(out.getvalue(), "a.docx").records
    assert "數據中心" in record.text
    assert [(a.agency.name, a.role) for a in record.roles] == [("市财政局", "leads"), ("市应急管理局", "assists")]


def test_personal_numbers_are_blanked_in_every_format() -> None:
    paper = Paper((*NARRATIVE.lines, ("body", "联系人：张三，电话：0635-8288079，手机13812345678。")))
    for name, make in MAKERS.items():
        document = read(make(paper), name)
        assert "8288079" not in document.text and "13812345678" not in document.text, name


def test_kind_is_told_from_the_bytes_not_from_the_name() -> None:
    for name in ("a.docx", "a.xlsx", "a.pdf", "a.html"):
        document = read(made(name, "table"), "stdin.txt")
        assert document.source.format == name.rpartition(".")[2]


# --- DOCX -------------------------------------------------------------------------------------------


def numbered(formats: Iterable[tuple[str, str]], lines: Iterable[tuple[int, str]]) -> bytes:
    """A DOCX whose ordinals Word counts: ``formats`` are (style, pattern) of the levels."""
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{f}"/><w:lvlText w:val="{p}"/></w:lvl>'
        for i, (f, p) in enumerate(formats)
    )
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for level, words in lines:
        paragraph = document.add_paragraph(words)
        if level >= 0:
            number = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(number))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_docx_prints_the_ordinals_that_word_counts() -> None:
    data = numbered(
        [("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimalEnclosedCircle", "%4")],
        [(-1, "重点任务表"), (0, "总体要求"), (0, "重点任务"), (1, "建设"), (2, "5G基站扩容"), (2, "修路"), (3, "选线"), (1, "管护"), (2, "养护"), (0, "保障")],
    )  # fmt: skip
    assert read(data, "a.docx").text.split("\n")[:10] == [
        "重点任务表", "一、总体要求", "二、重点任务", "（一）建设", "1. 5G基站扩容", "2.修路", "①选线", "（二）管护", "1.养护", "三、保障",
    ]  # fmt: skip


def test_docx_footnotes_boxes_and_changes() -> None:
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    paragraph = document.add_paragraph("建设充电桩")
    run = f"<w:r {nsdecls('w')}><w:t>{{}}</w:t></w:r>"
    paragraph._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="a">{run.format("一百座")}</w:ins>'))
    deleted = f"<w:r {nsdecls('w')}><w:delText>九十座</w:delText></w:r>"
    paragraph._p.append(parse_xml(f'<w:del {nsdecls("w")} w:id="2" w:author="a">{deleted}</w:del>'))
    paragraph._p.append(parse_xml(run.format("。（市能源局负责）")))
    box = (
        f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent><w:p><w:r>'
        "<w:t>框中文字</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p>"
        "<w:r><w:t>框中文字</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    paragraph._p.append(parse_xml(box))
    out = io.BytesIO()
    document.save(out)
    data = add_part(
        out.getvalue(),
        "word/footnotes.xml",
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>指公用充电桩。</w:t></w:r></w:p></w:footnote></w:footnotes>',
        "footnotes",
    )
    found = read(data, "a.docx")
    assert prose(found) == ["建设充电桩一百座。（市能源局负责）", "框中文字"]
    assert found.text.rstrip("\n").endswith("指公用充电桩。")


def add_part(data: bytes, name: str, xml: str, kind: str) -> bytes:
    """Put a part into an office file, with its relation and content type."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.namelist():
            content = old.read(item).decode("utf-8", "surrogateescape")
            if item == "word/_rels/document.xml.rels":
                relation = (
                    '<Relationship Id="rIdx" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
                    f'{kind}" Target="{name.partition("/")[2]}"/></Relationships>'
                )
                content = content.replace("</Relationships>", relation)
            if item == "[Content_Types].xml":
                override = (
                    f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument.'
                    f'wordprocessingml.{kind}+xml"/></Types>'
                )
                content = content.replace("</Types>", override)
            new.writestr(item, content.encode("utf-8", "surrogateescape"))
        new.writestr(name, xml)
    return out.getvalue()


def test_hidden_and_struck_out_text_of_docx_is_left_out_and_named() -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("一、重点任务")
    line_ = document.add_paragraph("1.修缮农村公路。（责任单位：")
    line_.add_run("市民政局、").font.hidden = True
    line_.add_run("市商务局、").font.strike = True
    line_.add_run("市水利局、").font.double_strike = True
    kept = line_.add_run("市教育局")
    kept.font.hidden = kept.font.strike = False
    line_.add_run("）")
    out = io.BytesIO()
    document.save(out)
    found, issues = read_bytes(out.getvalue(), Source("a.docx", ""), LEXICON)
    assert found is not None and prose(found)[-1] == "1.修缮农村公路。（责任单位：市教育局）"
    assert [(i.code, i.values) for i in issues] == [("hidden-text", ("15", "市民政局、 … 市商务局、 … 市水利局、"))]


def test_hidden_and_struck_out_text_of_a_page_is_left_out_and_named() -> None:
    rows = (
        '<tr><td>1</td><td>修缮公路</td><td><del>市城管局</del>市交通运输局</td><td style="display:none">市公安局</td><td>市财政局</td></tr>'
        "<tr hidden><td>2</td><td>作废</td><td>市商务局</td><td>市审计局</td></tr>"
        '<tr><td>3</td><td>新建校舍</td><td style="visibility:hidden">市水利局</td><td><s>市司法局</s>市教育局</td></tr>'
    )
    page = f"<html><body><h1>聊城市任务清单</h1><table><tr><th>序号</th><th>任务</th><th>牵头单位</th><th>配合单位</th></tr>{rows}</table></body></html>"
    found = reading(page.encode(), "a.html")
    assert [(r.text, [(a.role, a.printed) for a in r.roles]) for r in found.records] == [
        ("修缮公路", [("leads", "市交通运输局"), ("assists", "市财政局")]),
        ("新建校舍", [("assists", "市教育局")]),
    ]
    (hidden,) = [i.values for i in found.issues if i.code == "hidden-text"]
    assert hidden[0] == str(len("市城管局市公安局2作废市商务局市审计局市水利局市司法局")) and "市公安局" in hidden[1]


def test_docx_header_and_footer_are_left_out() -> None:
    assert "内部页眉" not in read(made("a.docx", "narrative"), "a.docx").text


# --- XLSX and CSV -----------------------------------------------------------------------------------


def test_workbook_with_several_sheets_numbers_and_dates() -> None:
    import datetime as dt

    import openpyxl

    book = openpyxl.Workbook()
    first: Any = book.active
    first.append(["序号", "重点任务", "责任单位", "完成时限", "进度"])
    first.append([1, "修缮校舍20栋。", "市教育局", dt.datetime(2024, 6, 1), 0.85])
    first["D2"].number_format, first["E2"].number_format = 'yyyy"年"m"月"', "0%"
    second: Any = book.create_sheet("第二批")
    second.append([])
    second.append([None, "序号", "重点任务", "责任单位"])
    second.append([None, 1.0, "新建幼儿园3所。", "市住房城乡建设局"])
    hidden: Any = book.create_sheet("底稿")
    hidden.append(["序号", "重点任务"])
    hidden.append([1, "删去"])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    document = read(out.getvalue(), "a.xlsx")
    assert tables(document) == [
        [["序号", "重点任务", "责任单位", "完成时限", "进度"], ["1", "修缮校舍20栋。", "市教育局", "2024年6月", "85%"]],
        [["序号", "重点任务", "责任单位"], ["1", "新建幼儿园3所。", "市住房城乡建设局"]],
    ]
    assert ("hidden-sheet", ("底稿",)) in issues_of(out.getvalue(), "a.xlsx")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_delimiter_is_told_from_the_lines(delimiter: str) -> None:
    rows = [["序号", "重点任务", "牵头单位"], ["1", "修路，架桥；治水。", "市交通运输局"], ["2", '"引"水', "市水利局"]]
    lines = [delimiter.join(f'"{c.replace(chr(34), chr(34) * 2)}"' for c in row) for row in rows]
    assert tables(read("\r\n".join(lines).encode("gb18030"), "a.csv")) == [rows]


# --- HTML and Markdown ------------------------------------------------------------------------------


def test_page_is_read_without_what_surrounds_the_paper() -> None:
    document = read(made("a.html", "narrative"), "a.html")
    for word in ("首页", "当前位置", "var a", "分享到", "主办", "备案"):
        assert word not in document.text, word


def test_page_of_a_government_site_keeps_the_identity_of_the_paper() -> None:
    card = "".join(
        f"<tr><td>{a}：</td><td>{b}</td></tr>"
        for a, b in (("索引号", "11371500/2024-1"), ("发文字号", "聊政办发〔2024〕5号"), ("成文日期", "2024-03-01"))
    )
    page = (
        '<html><body><form><div class="top">您现在的位置：<a href="/">首页</a>&gt;<a href="/a">政府文件</a></div>'
        f"<table>{card}</table><h1>聊城市人民政府办公室关于印发充电设施建设方案的通知</h1><p>发布日期：2024-03-05 来源：市政府办公室</p>"
        "<div><p>各县（市、区）人民政府：</p><p>一、重点任务</p><p>1.建设充电设施。（市能源局负责）</p><p>聊城市人民政府办公室</p>"
        "<p>2024年3月1日</p></div></form></body></html>"
    )
    for shown in (page, page.replace("<div><p>各县", "<div><p>聊政办发〔2024〕5号</p><p>各县")):
        found = reading(shown.encode(), "a.html")
        assert papers(found) == [
            (
                "聊政办发-2024-5",
                "聊政办发〔2024〕5号",
                "聊城市人民政府办公室关于印发充电设施建设方案的通知",
                "聊城市人民政府办公室",
                "371500",
                "2024-03-01",
            )
        ]
        assert [(r.ordinal, len(r.roles)) for r in found.records] == [("1", 1)]
        assert found.text.count("5号") == 1


def test_line_breaks_lists_and_spaces_of_html() -> None:
    page = (
        "<html><body><div>一、重点任务<br>1.修路。<br/>（市交通运输局负责）</div><ol start=3><li>架桥。</li><li><p>治水。</p></li></ol>"
        "<p>市&nbsp;财 政\n  局</p><p style='display:none'>隐藏</p></body></html>"
    )
    assert read(page.encode(), "a.html").text.split("\n") == [
        "一、重点任务", "1.修路。", "（市交通运输局负责）", "3.架桥。", "4.治水。", "市\xa0财 政 局", "",
    ]  # fmt: skip


def test_items_of_long_and_nested_lists_are_numbered_by_their_own_list() -> None:
    inner = "<ol type=A><li>甲</li><li>乙</li></ol>"
    page = f"<html><body><ol><li>一</li><li>二{inner}</li><li value=7>七</li><li>八{inner}</li></ol></body></html>"
    assert prose(read(page.encode(), "a.html")) == [
        "1.一", "2.二", "A.甲", "B.乙", "7.七", "8.八", "A.甲", "B.乙",
    ]  # fmt: skip


def test_a_list_costs_as_much_as_it_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each list is counted once, whatever is nested in it."""
    from policykg.read import html as module

    counted: list[int] = []
    before = module._numbers
    monkeypatch.setattr(module, "_numbers", lambda parent: counted.append(len(parent)) or before(parent))
    items = "".join(f"<li>第{n}项<ol><li>甲</li></ol></li>" for n in range(300))
    module.read_html(f"<html><body><ol>{items}</ol></body></html>".encode())
    assert sum(counted) == 600


def test_merged_cells_that_lie_over_one_another_stand_alone() -> None:
    rows = tuple((Spot(n % 9, f"格{n}", 999, 9),) for n in range(40))
    grid, problems = bounded(Grid(rows, "html"))
    assert grid is not None and problems == ()
    assert {(s.down, s.across) for row in grid.rows for s in row} == {(1, 1)}


def test_frame_that_a_page_is_laid_out_with_is_no_table() -> None:
    page = (
        "<html><body><table><tr><td><p>关于修路的通知</p><p>一、重点任务</p><p>1.修路。（市交通运输局负责）</p>"
        "<table border=1><tr><th>序号</th><th>重点任务</th></tr><tr><td>1</td><td>架桥</td></tr></table></td></tr></table></body></html>"
    )
    document = read(page.encode(), "a.html")
    assert prose(document) == ["关于修路的通知", "一、重点任务", "1.修路。（市交通运输局负责）"]
    assert tables(document) == [[["序号", "重点任务"], ["1", "架桥"]]]


def test_markdown_signs_are_left_out_and_offsets_hold() -> None:
    raw = "# 关于修路的通知\n\n## 一、重点任务\n\n1\\. **修路**，见[方案](http://a.cn/b_c)。（*牵头单位*：市交通运输局）\n"
    document = read(raw.encode(), "a.md")
    assert document.text == raw
    assert prose(document) == ["关于修路的通知", "一、重点任务", "1. 修路，见方案。（牵头单位：市交通运输局）"]
    assert spans_hold(document)


# --- PDF --------------------------------------------------------------------------------------------

SENTENCES = [
    f"{n}.{a}{b}，完善长效管护机制，压实各方责任，确保如期完成年度目标，让群众得到看得见的实惠。（市{c}局负责）"
    for n, (a, b, c) in enumerate(
        (
            (a, b, c)
            for a in ("修缮", "新建", "改造", "提升")
            for b, c in (("农村公路", "交通运输"), ("中小河道", "水利"), ("卫生院所", "卫生健康"), ("文化场馆", "文化旅游"), ("老旧校舍", "教育"))
        ),
        1,
    )
]  # fmt: skip


def test_two_columns_are_read_one_behind_the_other() -> None:
    style = STYLE.replace("16pt/28pt", "10pt/18pt") + ".c{columns:2;column-gap:12mm}"
    lines = [*SENTENCES, *SENTENCES]
    page = web_page(Paper((("title", "年度重点任务清单"),)), around=False, style=style).replace(
        "</body>", '<div class="c">' + "".join(f"<p>{t}</p>" for t in lines) + "</div></body>"
    )
    assert prose(read(pdf_bytes(page), "a.pdf")) == ["年度重点任务清单", *lines]


def test_three_columns_of_a_gazette_are_read_one_behind_the_other() -> None:
    style = STYLE.replace("16pt/28pt", "9pt/15pt").replace("26mm 24mm", "20mm 15mm") + ".c{columns:3;column-gap:8mm}"
    page = web_page(Paper((("title", "年度重点任务清单"),)), around=False, style=style).replace(
        "</body>", '<div class="c">' + "".join(f"<p>{t}</p>" for t in SENTENCES) + "</div></body>"
    )
    assert prose(read(pdf_bytes(page), "a.pdf")) == ["年度重点任务清单", *SENTENCES]


def test_heading_at_the_height_of_the_next_columns_first_line_stays_in_its_column() -> None:
    """A gutter of one sign, a large heading over the first column, and lines of both columns that fill their width."""
    style = (
        STYLE.replace("16pt/28pt", "10pt/15pt")
        + "body{columns:2;column-gap:1em} .title{font-size:15pt;line-height:22pt;text-align:left}"
    )
    title = "青川市人民政府办公室关于印发青川市重点任务的通知"
    page = web_page(
        Paper((("title", title), *(("task", s) for s in [*SENTENCES, *SENTENCES]))), around=False, style=style
    )
    assert prose(read(pdf_bytes(page), "a.pdf")) == [title, *SENTENCES, *SENTENCES]


def test_watermark_that_stands_aslant_is_left_out_and_named() -> None:
    mark = '<div style="position:fixed;top:40%;left:10%;transform:rotate(-30deg);font-size:60px;opacity:.2">市政府督查室</div>'
    paper = Paper((("title", "年度重点任务清单"), *(("task", s) for s in SENTENCES)))
    page = web_page(paper, around=False).replace("</body>", mark + "</body>")
    found = reading(pdf_bytes(page), "a.pdf")
    assert [x for x in found.text.replace("\f", "").split("\n") if x] == ["年度重点任务清单", *SENTENCES]
    aslant = [i.values for i in found.issues if i.code == "signs-aslant"]
    assert len(aslant) == 1 and "市政府督查室" in aslant[0][2] and aslant[0][1].startswith("1-")


def line(text_: str, page: int, top: float) -> Line:
    return Line(text_, 72, 72 + 16 * len(text_), top, top + 16, 16, page)


def test_first_lines_of_pages_that_differ_in_digits_are_no_running_header() -> None:
    """A header's numbers stay or rise with the page; a sentence that ends at the top of a page is the paper's own."""

    def left_of(tops: list[str]) -> list[str]:
        pages = [Page(n, 842, (line(t, n, 60), line("正文", n, 200))) for n, t in enumerate(tops, 1)]
        return [x.text for p in _without_edges(pages) for x in p.lines if x.text != "正文"]

    for header in ("某市人民政府公报2024年第{}期", "公报 第{}页", "某市人民政府公报2024年第5期", "公报·{}·"):
        assert left_of([header.format(n) for n in range(7, 12)]) == []
    for text_ in (["2023年任务", "2025年任务", "2024年任务"], ["第3项任务", "第3项任务", "第9项任务"]):
        assert left_of(text_) == text_
    assert left_of(["到2025年底前完成。", "到2026年底前完成。"]) == ["到2025年底前完成。", "到2026年底前完成。"]
    assert left_of(["（市教育局负责）"] * 3) == ["（市教育局负责）"] * 3


WITHOUT_RULES = STYLE.replace("border:1px solid #000;padding:3px", "padding:6px 8px;vertical-align:top").replace(
    "font-size:10.5pt;line-height:16pt", "font-size:9pt;line-height:14pt"
)


def test_table_without_rules_is_read_by_the_white_between_its_columns() -> None:
    wanted = reading(text(TABLE).encode(), "a.txt")
    page = web_page(TABLE, around=False, style=WITHOUT_RULES + " th{white-space:nowrap}")
    found = reading(pdf_bytes(page), "a.pdf")
    assert (records(found), found.issues) == (records(wanted), wanted.issues)


def test_table_without_rules_goes_on_over_a_page_end() -> None:
    """As LibreOffice prints it: the last row's text ends on the second page."""
    data = converted({"a.docx": docx_bytes(TABLE)}, "pdf")["a.docx"]
    document = read(data, "a.pdf")
    assert len(document.text.split("\f")) == 2
    assert records(reading(data, "a.pdf")) == records(reading(text(TABLE).encode(), "a.txt"))


def test_blank_below_a_deadline_of_a_table_without_rules_is_an_issue() -> None:
    """LibreOffice prints a cell merged over two rows at its top: no rule tells it from a blank one."""
    heads = ("序号", "重点任务", "牵头单位", "完成时限")
    areas = [(0, i, 1, 1, h) for i, h in enumerate(heads)]
    for n, (task, body) in enumerate(
        (("修缮公路", "市交通运输局"), ("疏浚河道", "市水利局"), ("新建校舍", "市教育局")), 1
    ):
        areas += [(n, 0, 1, 1, str(n)), (n, 1, 1, 1, task), (n, 2, 1, 1, body)]
    areas += [(1, 3, 1, 1, "2024年3月底"), (2, 3, 2, 1, "2024年6月底")]
    paper = Paper((("title", "聊城市年度重点任务清单"),), tuple(areas), 1)
    data = converted({"a.docx": docx_bytes(paper, header=False)}, "pdf")["a.docx"]
    found = reading(data, "a.pdf")
    assert [i.values for i in found.issues if i.code == "blank-or-merged"] == [("1", "1", "3")]
    assert [r.deadline for r in found.records] == ["2024年3月底", "2024年6月底", ""]


def test_columns_that_cannot_be_told_apart_are_an_issue_and_no_guess() -> None:
    style = WITHOUT_RULES.replace("padding:6px 8px;vertical-align:top", "padding:1px")
    data = pdf_bytes(web_page(TABLE, around=False, style=style))
    found = reading(data, "a.pdf")
    assert [i.values[0] for i in found.issues if i.code == "columns-collapsed"] == ["1"]
    assert [r for r in found.records if r.roles] == []
    assert printed("市市场监管局") in printed(found.text) or "市市场" in printed(found.text)


def test_page_ends_headers_and_numbers_of_a_long_pdf() -> None:
    style = STYLE.replace(
        "@page{size:A4;margin:26mm 24mm}",
        "@page{size:A4;margin:26mm 24mm;@top-center{content:'某市人民政府公报 2024年第' counter(page) '期'}"
        "@bottom-center{content:'— ' counter(page) ' —'}}",
    )
    paper = Paper((("title", "年度重点任务清单"), *(("task", s) for s in SENTENCES)))
    document = read(pdf_bytes(web_page(paper, around=False, style=style + " p{orphans:1;widows:1}")), "a.pdf")
    pages = document.text.split("\f")
    assert len(pages) >= 3
    assert prose(document) == ["年度重点任务清单", *SENTENCES]
    assert any(p and p[0] not in "0123456789\n" for p in pages[1:]), "no paragraph goes on over a page end"
    assert "公报" not in document.text and "—" not in document.text


def test_table_over_pages_with_repeated_header_and_broken_rows() -> None:
    areas = [(0, i, 1, 1, h) for i, h in enumerate(("序号", "重点任务", "牵头单位", "配合单位"))]
    bodies = ("市交通运输局", "市水利局", "市卫生健康委", "市文化和旅游局", "市教育局")
    for n, sentence in enumerate(SENTENCES, 1):
        words = re.sub(r"^\d+\.|（.*）$", "", sentence) * 2
        areas += [(n, 0, 1, 1, str(n)), (n, 1, 1, 1, words), (n, 2, 1, 1, bodies[n % 5]), (n, 3, 1, 1, bodies[(n + 1) % 5] + "、市财政局")]  # fmt: skip
    paper = Paper((("title", "年度重点任务清单"),), tuple(areas), 1)
    wanted = reading(text(paper).encode(), "a.txt")
    data = pdf_bytes(web_page(paper, around=False, style=STYLE.replace("10.5pt", "14pt").replace("16pt}", "24pt}")))
    assert read(data, "a.pdf").text.count("\f") >= 2
    assert len(wanted.records) == 20 and all(len(r.roles) == 3 for r in wanted.records)
    assert records(reading(data, "a.pdf")) == records(wanted)


def test_explain_names_the_page(tmp_path: Path, run_cli: Callable[..., Any]) -> None:
    paper = Paper((("title", "聊城市年度重点任务清单"), ("heading", "一、重点任务"), *(("task", s) for s in SENTENCES)))
    (tmp_path / "清单.pdf").write_bytes(pdf_bytes(web_page(paper, around=False)))
    assert run_cli("build", tmp_path / "清单.pdf", "-o", tmp_path / "kg").returncode == 0
    pages = read((tmp_path / "清单.pdf").read_bytes(), "a.pdf").text.split("\f")
    wanted = next(n for n, p in enumerate(pages, 1) if "18.提升卫生院所" in p or "18.提升" in p)
    found = run_cli("explain", "-g", tmp_path / "kg", "聊城市年度重点任务清单.正文.一.18", "--lang", "zh")
    assert f"第 {wanted} 页" in found.stdout, found.stdout + found.stderr


def words_in(data: bytes, region: str) -> str:
    """What pdfplumber finds in the box that a region names, white space left out."""
    import pdfplumber

    number, left, top, width, height = (float(x) for x in re.findall(r"[0-9.]+", region))
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[int(number) - 1]
        x, y = page.cropbox[0] + left, page.cropbox[1] + top
        inside = page.crop((x - 0.1, y - 0.1, x + width + 0.1, y + height + 0.1), strict=False)
        return printed(whole(inside.extract_text()))


@pytest.mark.parametrize(("paper", "item"), [("narrative", "二.一.1"), ("table", "3")])
def test_evidence_names_page_and_box(paper: str, item: str, tmp_path: Path, run_cli: Callable[..., Any]) -> None:
    import json

    data = made("a.pdf", paper)
    (tmp_path / "a.pdf").write_bytes(data)
    assert run_cli("build", tmp_path / "a.pdf", "-o", tmp_path / "kg").returncode == 0
    key = reading(data, "a.pdf").documents[-1].key
    found = run_cli("explain", "-g", tmp_path / "kg", f"{key}.正文.{item}", "--format", "json")
    told = json.loads(found.stdout)
    assert len([t for t in told if t["kind"] == "assignment"]) >= 4
    for statement in told:
        assert statement["page"] >= 1 and statement["regions"]
        inside = "".join(words_in(data, r) for r in statement["regions"])
        pieces = [p for p in re.split(r"\s+", statement["quote"]) if p]
        assert all(p in inside for p in pieces), (statement["quote"], inside)
    shown = run_cli("explain", "-g", tmp_path / "kg", f"{key}.正文.{item}", "--lang", "zh").stdout
    assert f"版面：{told[0]['regions'][0]}" in shown
    assert run_cli("validate", "-g", tmp_path / "kg").returncode == 0


def test_boxes_are_measured_on_the_page_as_it_is_shown() -> None:
    """A page may show a part of a larger sheet: what lies outside is not read, the rest is measured from its corner."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(made("a.pdf", "table"))
    before = read(made("a.pdf", "table"), "a.pdf")
    left, bottom, right, top = pdf[0].get_mediabox()
    pdf[0].set_mediabox(left - 40, bottom - 30, right + 50, top + 60)
    pdf[0].set_cropbox(left, bottom, right, top)
    out = io.BytesIO()
    pdf.save(out)
    after = read(out.getvalue(), "a.pdf")
    assert after.text == before.text and len(after.regions) == len(before.regions) > 20
    for a, b in zip(after.regions, before.regions, strict=True):
        assert (a.start, a.end, a.page) == (b.start, b.end, b.page)
        assert abs(a.left - b.left) + abs(a.top - b.top) + abs(a.right - b.right) + abs(a.bottom - b.bottom) < 1


# --- old office files, pictures ---------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.fixture
def soffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Put a program named soffice on the PATH that does what the given lines of Python do."""

    def install(lines: str) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        program = folder / "soffice"
        program.write_text(
            f"#!{sys.executable}\nimport sys, pathlib, time\na = sys.argv\n"
            "out = pathlib.Path(a[a.index('--outdir') + 1]) / ('paper.' + a[a.index('--convert-to') + 1])\n"
            f"pathlib.Path({str(folder / 'seen')!r}).write_text(repr(a))\n{lines}\n",
            encoding="utf-8",
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        return folder

    return install


@pytest.mark.parametrize(
    ("name", "wanted"), [("a.doc", "docx"), ("a.wps", "docx"), ("a.xls", "xlsx"), ("a.et", "xlsx")]
)
def test_old_office_files_go_through_libreoffice(
    name: str, wanted: str, soffice: Callable[[str], Path], tmp_path: Path
) -> None:
    (tmp_path / "made").write_bytes(made(f"a.{wanted}", "table"))
    folder = soffice(
        f"out.parent.mkdir(parents=True, exist_ok=True)\nout.write_bytes(pathlib.Path({str(tmp_path / 'made')!r}).read_bytes())"
    )
    found = reading(OLE, name)
    assert records(found) == records(reading(text(TABLE).encode(), "a.txt"))
    assert found.source.format == ("xls" if wanted == "xlsx" else "doc")
    assert "--headless" in (folder / "seen").read_text(encoding="utf-8")


def test_names_inside_an_old_file_do_not_make_it_a_workbook() -> None:
    """The directory of a document may name bookmarks; one embedded in the other is told by the ending."""
    streams = {n: OLE + f"{n}\0".encode("utf-16-le") for n in ("WordDocument", "Workbook", "Bookmark")}
    both = streams["WordDocument"] + streams["Workbook"]
    assert [detect(streams[n], "a.bin") for n in streams] == ["doc", "xls", "doc"]
    assert detect(streams["WordDocument"], "a.xls") == "doc"
    assert (detect(both, "a.doc"), detect(both, "a.et")) == ("doc", "xls")


def test_libreoffice_that_fails_or_is_absent(
    soffice: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    soffice("sys.stderr.write('source file could not be loaded'); sys.exit(1)")
    assert issues_of(OLE, "a.doc") == [("corrupt-file", ("LibreOffice: source file could not be loaded",))]
    soffice("time.sleep(30)")
    monkeypatch.setattr("policykg.read.limits.OFFICE_SECONDS", 1)
    assert issues_of(OLE, "a.doc") == [("parser-timeout", ("1",))]
    monkeypatch.setenv("PATH", str(tmp_path))
    assert issues_of(OLE, "a.doc") == [("needs-libreoffice", ("DOC", "DOCX"))]
    assert issues_of(OLE, "a.xls") == [("needs-libreoffice", ("XLS", "XLSX"))]
    assert issues_of(b"{\\rtf1 a}", "a.rtf") == [("needs-libreoffice", ("RTF", "DOCX"))]


def test_kinds_that_nothing_reads_are_named() -> None:
    ofd = zip_bytes([("OFD.xml", b"<x/>"), ("Doc_0/Document.xml", b"<x/>")])
    assert issues_of(ofd, "a.ofd") == [("binary-file", ("OFD",))]
    assert issues_of(OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx") == [("encrypted", ())]


def page_image(paper: Paper) -> bytes:
    """The first page of a paper as a picture (PNG)."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(pdf_bytes(web_page(paper, around=False)))
    out = io.BytesIO()
    pdf[0].render(scale=200 / 72).to_pil().save(out, "PNG")
    return out.getvalue()


def scanned_pdf(image: bytes) -> bytes:
    """A PDF whose one page is a picture."""
    from PIL import Image

    out = io.BytesIO()
    Image.open(io.BytesIO(image)).convert("RGB").save(out, "PDF", resolution=200)
    return out.getvalue()


def test_what_is_said_of_a_damaged_picture_is_the_same_each_time() -> None:
    data = b"\x89PNG\r\n\x1a\n" + bytes(99)
    assert issues_of(data, "a.png") == [("corrupt-file", ("PNG/JPEG/TIFF/…",))]


def test_scans_without_the_extra_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from policykg.read import ocr
    from policykg.read.pdf import read_pdf

    image = page_image(TABLE)
    monkeypatch.setattr(ocr, "installed", lambda: False)
    assert ocr.read_image(image).problems == (("needs-extra", ("policykg[ocr]", "1")),)
    assert read_pdf(scanned_pdf(image)).problems == (("needs-extra", ("policykg[ocr]", "1")),)


@pytest.mark.slow
def test_scan_is_read_with_its_confidence() -> None:
    pytest.importorskip("rapidocr_onnxruntime", reason="NOT TESTED: the extra ocr is not installed")
    image = page_image(NARRATIVE)
    wanted = {(a.printed, a.role) for r in reading(text(NARRATIVE).encode(), "a.txt").records for a in r.roles}
    for name, data in (("a.png", image), ("a.pdf", scanned_pdf(image))):
        found = reading(data, name)
        (issue,) = [i for i in found.issues if i.code == "ocr"]
        assert issue.values[0] == "1" and 0.8 < float(issue.values[1]) <= 1
        roles = [a for r in found.records for a in r.roles]
        got = {(a.printed, a.role) for a in roles}
        assert len(got) >= 5 and len(got & wanted) >= 0.8 * len(got)
        assert all(a.rule.endswith("+ocr") and a.score < 1 for a in roles)


def test_issue_names_the_file() -> None:
    _, issues = read_bytes(OLE + "EncryptedPackage".encode("utf-16-le"), Source("a.zip/b.docx", ""), LEXICON)
    assert issues == (Issue("a.zip/b.docx", 0, "encrypted"),)


# --- a folder of everything -------------------------------------------------------------------------

PLACES = ("聊城市", "菏泽市", "济南市", "青岛市", "泰安市", "潍坊市", "德州市", "滨州市", "枣庄市", "烟台市")


def relabelled(paper: Paper, n: int) -> Paper:
    """The paper as another city's, with another number, so that no two are the same."""

    def change(words: str) -> str:
        words = (
            words.replace("青川市", PLACES[n % 10]).replace("临河市", PLACES[n % 10]).replace("青政办字", "某政办字")
        )
        return words.replace("17号", f"{100 + n}号").replace("86公里", f"{86 + n}公里").replace("300项", f"{300 + n}项")

    lines = tuple((k, change(t)) for k, t in paper.lines)
    return Paper(lines, tuple((*a[:4], change(a[4])) for a in paper.areas), paper.header, paper.widths)


def test_progress_names_each_file_and_ends(tmp_path: Path) -> None:
    for n in range(3):
        (tmp_path / f"{n}.csv").write_bytes(csv_bytes(relabelled(TABLE, n)))
    (tmp_path / "3.txt").write_bytes(b"")
    seen: list[tuple[str, int, int]] = []
    build_corpus([tmp_path], lambda *step: seen.append(step))
    assert seen == [("0.csv", 0, 4), ("1.csv", 1, 4), ("2.csv", 2, 4), ("3.txt", 3, 4), ("", 4, 4)]


def test_folder_of_mixed_files_is_accounted_for_file_by_file(tmp_path: Path, run_cli: Callable[..., Any]) -> None:
    import json

    papers_ = tmp_path / "papers"
    papers_.mkdir()
    makers = (
        ("txt", lambda p: text(p).encode()),
        ("docx", docx_bytes),
        ("xlsx", xlsx_bytes),
        ("html", lambda p: web_page(p).encode()),
        ("md", lambda p: markdown(p).encode()),
        ("csv", csv_bytes),
        ("gbk.txt", lambda p: text(p).encode("gb18030")),
    )
    good = set()
    for n in range(21):
        ending, make = makers[n % len(makers)]
        paper = relabelled(TABLE if ending in ("csv", "xlsx") or n % 2 else NARRATIVE, n)
        (papers_ / f"{n:03}.{ending}").write_bytes(make(paper))
        good.add(f"{n:03}.{ending}")
    for n in range(21, 23):
        (papers_ / f"{n}.pdf").write_bytes(pdf_bytes(web_page(relabelled(TABLE, n), around=False)))
        good.add(f"{n}.pdf")
    (papers_ / "23.zip").write_bytes(zip_bytes([(f"{k}.txt", text(relabelled(TABLE, k)).encode()) for k in (24, 25)]))
    good |= {"23.zip/24.txt", "23.zip/25.txt"}
    bad = {
        "empty.txt": b"",
        "noise.pdf": b"%PDF-1.7 noise",
        "half.docx": docx_bytes(TABLE)[:5000],
        "half.xlsx": xlsx_bytes(TABLE)[:2000],
        "noise.bin": bytes(range(256)) * 9,
        "old.doc": OLE,
        "old.xls": OLE,
        "locked.docx": OLE + "EncryptedPackage".encode("utf-16-le"),
        "bomb.zip": zip_bytes([("a.txt", bytes(20 * 2**20))]),
        "noise.zip": b"PK\x03\x04" + b"\x02" * 999,
        "twin.txt": text(relabelled(NARRATIVE, 0)).encode(),
        "note.png": b"\x89PNG\r\n\x1a\n" + bytes(99),
        "wide.csv": ",".join(map(str, range(9999))).encode() * 2,
    }
    for name, data in bad.items():
        (papers_ / name).write_bytes(data)
    result = run_cli("build", papers_, "-o", tmp_path / "kg", "--lang", "en")
    assert result.returncode == 0, result.stderr[-2000:]
    report = json.loads((tmp_path / "kg" / "report.json").read_text(encoding="utf-8"))
    named = {f["path"] for f in report["files"]} | {i["path"] for i in report["issues"]}
    assert named == good | set(bad) | {"23.zip"}
    assert {f["path"] for f in report["files"] if f["status"] == "read"} == good
    for file in report["files"]:
        if file["path"] in good:
            assert file["roles"] == (12 if file["items"] != [["row", 5]] else 17), file["path"]
    for name in bad:
        issues = [i for f in report["files"] if f["path"] == name for i in f["issues"]]
        assert issues or any(i["path"] == name for i in report["issues"]), name
