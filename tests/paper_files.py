"""The same paper written by real programs in every format: python-docx, openpyxl, Chromium, LibreOffice, plain text."""

from __future__ import annotations

import csv
import html
import io
import itertools
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

#: A paragraph: how it is set (title, number, heading, task, body, signature) and its text.
Line = tuple[str, str]
#: A printed cell: row and column it begins in, rows and columns it covers, its text.
Area = tuple[int, int, int, int, str]


@dataclass(frozen=True)
class Paper:
    """A paper: its paragraphs, and a table behind the first ``before`` of them (header rows first)."""

    lines: tuple[Line, ...]
    areas: tuple[Area, ...] = ()
    header: int = 0
    widths: tuple[int, ...] = ()

    @property
    def height(self) -> int:
        return max((a[0] + a[2] for a in self.areas), default=0)

    @property
    def width(self) -> int:
        return max((a[1] + a[3] for a in self.areas), default=0)

    def grid(self) -> list[list[str]]:
        """The table with what merged cells cover left blank."""
        rows = [[""] * self.width for _ in range(self.height)]
        for r, c, _, _, text in self.areas:
            rows[r][c] = text
        return rows


NARRATIVE = Paper(
    (
        ("title", "青川市人民政府办公室关于印发青川市水网建设三年行动方案的通知"),
        ("number", "青政办字〔2024〕17号"),
        ("body", "各县（市、区）人民政府，市政府各部门、各直属机构："),
        ("body", "《青川市水网建设三年行动方案》已经市政府同意，现印发给你们，请认真组织实施。"),
        ("signature", "青川市人民政府办公室"),
        ("signature", "2024年5月20日"),
        ("title", "青川市水网建设三年行动方案"),
        (
            "body",
            "为贯彻落实国家水网建设规划纲要，加快构建系统完备、安全可靠、集约高效、绿色智能、循环通畅、调控有序的水网体系，"
            "结合我市实际，制定本方案。",
        ),
        ("heading", "一、总体要求"),
        (
            "body",
            "坚持节水优先、空间均衡、系统治理、两手发力，到2026年全市水网主骨架基本形成，城乡供水保障能力显著提升。",
        ),
        ("heading", "二、重点任务"),
        ("sub", "（一）实施骨干水网工程"),
        (
            "task",
            "1.推进引水干线续建配套，新建输水管道86公里，改造提升泵站12座，2025年年底前完成主体工程建设并通水运行。"
            "（牵头单位：市水利局；配合单位：市发展改革委、市财政局、市自然资源局、市生态环境局）",
        ),
        (
            "task",
            "2.加固病险水库23座，建成雨水情测报和大坝安全监测设施，全面消除存量病险，健全常态化除险加固机制和管护责任制，"
            "逐库明确行政、技术、巡查责任人，汛前完成一次全面检查。（市水利局牵头，市应急局、市气象局配合）",
        ),
        ("sub", "（二）完善城乡供水体系"),
        (
            "task",
            "1.建设城乡供水一体化工程，农村自来水普及率达到98%以上，规模化供水工程覆盖人口比例达到85%。"
            "（责任单位：市水利局、市住房城乡建设局，各县（市、区）人民政府）",
        ),
        (
            "task",
            "2.开展饮用水水源地规范化整治，完成隔离防护设施建设和风险源排查，每年开展两次水质全分析。（市生态环境局负责）",
        ),
        ("heading", "三、保障措施"),
        (
            "task",
            "（一）加强组织领导。建立市水网建设联席会议制度，统筹协调重大事项，定期调度工程进展，及时研究解决困难问题。",
        ),
        ("task", "（二）强化资金保障。多渠道筹集建设资金，鼓励和引导社会资本依法依规参与水网工程建设和运营管理。"),
    )
)

TABLE = Paper(
    (
        ("title", "临河市2024年营商环境提升重点任务分工表"),
    ),
    (
        (0, 0, 2, 1, "序号"),
        (0, 1, 2, 1, "类别"),
        (0, 2, 2, 1, "重点任务"),
        (0, 3, 1, 2, "责任分工"),
        (0, 5, 2, 1, "完成时限"),
        (1, 3, 1, 1, "牵头单位"),
        (1, 4, 1, 1, "配合单位"),
        (2, 0, 1, 1, "1"),
        (2, 1, 2, 1, "政务服务"),
        (2, 2, 1, 1, "推行企业开办全程网办，将开办时间压缩至0.5个工作日以内，实现证照同步发放。"),
        (2, 3, 1, 1, "市市场监管局"),
        (2, 4, 1, 1, "市公安局、市税务局、市人力资源社会保障局、市行政审批局"),
        (2, 5, 1, 1, "2024年6月底前"),
        (3, 0, 1, 1, "2"),
        (3, 2, 1, 1, "建成统一的政务服务事项库，完成300项高频事项跨区通办。"),
        (3, 3, 1, 1, "市行政审批局"),
        (3, 4, 1, 1, "市大数据局"),
        (3, 5, 1, 1, "2024年9月底前"),
        (4, 0, 1, 1, "3"),
        (4, 1, 3, 1, "要素保障"),
        (4, 2, 1, 1, "全面推行工业用地“标准地”出让，新增出让比例不低于80%。"),
        (4, 3, 1, 1, "市自然资源局"),
        (4, 4, 1, 1, "市发展改革委、市工业和信息化局、市生态环境局"),
        (4, 5, 1, 1, "2024年12月底前"),
        (5, 0, 1, 1, "4"),
        (5, 2, 1, 1, "将10千伏及以下电网工程审批时限压减至5个工作日，推行接电零上门、零审批、零投资服务。"),
        (5, 3, 1, 1, "市发展改革委"),
        (5, 4, 1, 1, "市自然资源局、市住房城乡建设局、市公安局"),
        (5, 5, 1, 1, "持续推进"),
        (6, 0, 1, 1, "5"),
        (6, 2, 1, 1, "普惠小微贷款增速不低于各项贷款增速，为民营企业新增授信50亿元。"),
        (6, 3, 1, 1, "市地方金融监管局"),
        (6, 4, 1, 1, "市财政局"),
        (6, 5, 1, 1, "2024年12月底前"),
    ),
    header=2,
    widths=(6, 10, 40, 16, 24, 14),
)  # fmt: skip

STYLE = (
    "@page{size:A4;margin:26mm 24mm} body{font:16pt/28pt 'Noto Serif CJK SC',serif} p{margin:0;text-indent:2em;"
    "text-align:justify} .title{text-align:center;text-indent:0;font-size:22pt;line-height:34pt;margin:12pt 0}"
    ".number{text-align:center;text-indent:0} .signature{text-align:right} table{border-collapse:collapse;width:100%;"
    "font-size:10.5pt;line-height:16pt} td,th{border:1px solid #000;padding:3px} td p,th p{text-indent:0}"
)


def text(paper: Paper) -> str:
    """Plain text: a paragraph a line, the table in lines of tab-separated cells."""
    lines = [t for _, t in paper.lines] + ["\t".join(row) for row in paper.grid()]
    return "\n".join(lines) + "\n"


def markdown(paper: Paper) -> str:
    """Headings with #, labels in bold, the table as a pipe table."""
    marks = {"title": "# ", "heading": "## ", "sub": "### "}
    out = [marks.get(k, "") + t.replace("牵头单位：", "**牵头单位**：") for k, t in paper.lines]
    rows = ["| " + " | ".join(r) + " |" for r in paper.grid()]
    if rows:
        rows.insert(1, "|" + " --- |" * paper.width)
    return "\n\n".join(out) + "\n\n" + "\n".join(rows) + "\n"


def csv_bytes(paper: Paper, encoding: str = "gb18030") -> bytes:
    """The table with its title over it, as a Chinese spreadsheet program writes it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([[t] for _, t in paper.lines])
    writer.writerows(paper.grid())
    return out.getvalue().encode(encoding)


def web_page(paper: Paper, around: bool = True, style: str = STYLE) -> str:
    """A page as a government's site prints it, with menu, path, scripts and footer around the paper."""
    body = "".join(f'<p class="{k}">{html.escape(t)}</p>\n' for k, t in paper.lines)
    if paper.areas:
        rows = [""] * paper.height
        for r, _, down, across, words in paper.areas:
            tag = "th" if r < paper.header else "td"
            spans = (f' rowspan="{down}"' if down > 1 else "") + (f' colspan="{across}"' if across > 1 else "")
            rows[r] += f"<{tag}{spans}><p>{html.escape(words)}</p></{tag}>"
        head = "".join(f"<tr>{r}</tr>" for r in rows[: paper.header])
        body += f"<table><thead>{head}</thead><tbody>{''.join(f'<tr>{r}</tr>' for r in rows[paper.header :])}</tbody></table>"
    if around:
        links = "".join(
            f'<li><a href="/{i}">{w}</a></li>' for i, w in enumerate(("首页", "政务公开", "政务服务", "互动交流"))
        )
        body = (
            f'<nav><ul>{links}</ul></nav><div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/x">政策文件</a></div>'
            f'<script>var a = "牵头单位：某某";</script><div id="zoom">{body}</div>'
            '<div class="share">分享到：微信 微博</div><footer><p>主办：某市人民政府 备案号：某ICP备12345号</p></footer>'
        )
    return (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>政策文件</title><style>{style}</style></head>'
        f"<body>{body}</body></html>"
    )


def docx_bytes(paper: Paper, header: bool = True, ruled: bool = False) -> bytes:
    """A Word file with merged cells, a footer and (``header``) a header; a ``ruled`` table shows its lines."""
    import docx

    document = docx.Document()
    if header:
        document.sections[0].header.paragraphs[0].text = "内部页眉 牵头单位：市某局"
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    for kind, words in paper.lines:
        paragraph = document.add_paragraph()
        half = len(words) // 2
        paragraph.add_run(words[:half]).bold = kind == "title"  # a paragraph is several runs in real files
        paragraph.add_run(words[half:])
    if paper.areas:
        table = document.add_table(paper.height, paper.width, style="Table Grid" if ruled else None)
        for r, c, down, across, words in paper.areas:
            cell = table.cell(r, c).merge(table.cell(r + down - 1, c + across - 1))
            cell.text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx_bytes(paper: Paper) -> bytes:
    """A workbook with its title in a merged row, merged cells and ordinals as numbers."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    width = max(1, paper.width)
    for r, (_, words) in enumerate(paper.lines, 1):
        sheet.cell(r, 1, words)
        if width > 1:
            sheet.merge_cells(start_row=r, start_column=1, end_row=r, end_column=width)
    top = len(paper.lines) + 1
    for r, c, down, across, words in paper.areas:
        sheet.cell(top + r, 1 + c, int(words) if words.isdigit() else words)
        if down > 1 or across > 1:
            sheet.merge_cells(start_row=top + r, start_column=1 + c, end_row=top + r + down - 1, end_column=c + across)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def chromium() -> str:
    """The browser's path; without one the test is skipped loudly, and fails under CI."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no Chromium: PDF files cannot be made")
        pytest.skip("NOT TESTED: Chromium is not installed, no PDF was made")
    return found


def pdf_bytes(page: str, headers: bool = False) -> bytes:
    """A page printed by Chromium."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        options = [] if headers else ["--no-pdf-header-footer"]
        command = [
            chromium(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={folder}/profile",
            *options,
        ]
        subprocess.run(
            [*command, f"--print-to-pdf={out}", source.as_uri()], check=True, capture_output=True, timeout=120
        )
        return out.read_bytes()


def plain_pdf(pages: Sequence[Sequence[str]], columns: Sequence[int] = ()) -> bytes:
    """A PDF written by hand, nothing in it compressed: 12-point lines from the top of each page.

    With ``columns`` (their left edges in points) a line's parts, parted by tabs, stand in the cells of a ruled table.
    """
    font = b"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>"
    cid = b"<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000>>"
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(), font, cid]
    for n, lines in enumerate(pages):
        drawn: list[str] = []
        for row, line in enumerate(lines):
            y = 780 - 20 * row
            for part, x in zip(line.split("\t"), columns or (60,), strict=False):
                drawn.append(f"BT /F1 12 Tf {x} {y} Td <{part.encode('utf-16-be').hex()}> Tj ET")
            if columns:
                edges = [*columns, 560]
                drawn += [f"{a - 4} {y - 6} {b - a} 20 re S" for a, b in itertools.pairwise(edges)]
        stream = "\n".join(drawn).encode()
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {6 + 2 * n} 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
        bodies += [page.encode(), b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream)]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, table) + end


def soffice() -> str:
    """LibreOffice's path; without it the test is skipped loudly (a machine that cannot install it must pass)."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        pytest.skip("NOT TESTED: LibreOffice is not installed, no old office file was made")
    return found


def converted(files: Mapping[str, bytes], wanted: str) -> dict[str, bytes]:
    """The files (by name without ending) as LibreOffice saves them in another format, all in one call."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name, data in files.items():
            (place / name).write_bytes(data)
        profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
        command = [soffice(), profile, "--headless", "--norestore", "--convert-to", wanted, "--outdir", f"{folder}/out"]
        subprocess.run([*command, *(str(place / n) for n in files)], check=True, capture_output=True, timeout=300)
        return {n: (place / "out" / Path(n).with_suffix(f".{wanted}")).read_bytes() for n in files}


@cache
def office_files(wanted: str) -> dict[str, bytes]:
    """Both papers as LibreOffice saves them: doc, odt, rtf and pdf by its Writer, xls and ods by its Calc."""
    papers = {"narrative": NARRATIVE, "table": TABLE}
    if wanted in ("xls", "ods"):
        made = converted({f"{n}.xlsx": xlsx_bytes(p) for n, p in papers.items()}, wanted)
    else:
        made = converted({f"{n}.docx": docx_bytes(p, header=False, ruled=True) for n, p in papers.items()}, wanted)
    return {Path(n).stem: data for n, data in made.items()}


def zip_bytes(files: Sequence[tuple[str, bytes]]) -> bytes:
    """An archive of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()
