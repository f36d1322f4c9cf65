"""Reading: bytes to text, text to paragraphs and tables; every character knows where it stands."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

import pytest

from policykg.lexicon import load_lexicon
from policykg.model import Document, Paragraph, Passage, Source, Table
from policykg.read import files as files_module
from policykg.read import find_files, read_text_bytes
from policykg.read.decode import decode, mask
from policykg.read.lines import split_lines
from policykg.read.markup import plain
from policykg.read.script import simplify
from policykg.read.stacked import _from_right
from policykg.read.text import read_text

LEXICON = load_lexicon()
SOURCE = Source("a.txt", "0" * 64)


def read(text: str) -> Document:
    return read_text(text, SOURCE, LEXICON)


def prose(text: str) -> list[str]:
    return [b.text for b in read(text).blocks if isinstance(b, Paragraph)]


def tables(text: str) -> list[Table]:
    return [b for b in read(text).blocks if isinstance(b, Table)]


def grid(text: str) -> list[list[str]]:
    """Return the cells of the one table of a text."""
    (table,) = tables(text)
    return [[c.text for c in row] for row in table.rows]


def faithful(document: Document) -> None:
    """Every character of every passage is the one that stands at its offset (line ends may stand for tags)."""
    for block in document.blocks:
        passages = [block.passage] if isinstance(block, Paragraph) else [c.passage for r in block.rows for c in r]
        for passage in passages:
            assert len(passage.text) == len(passage.at)
            assert list(passage.at) == sorted(set(passage.at))
            for char, at in zip(passage.text, passage.at, strict=True):
                assert char == document.text[at] or char.isspace()


# --- bytes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_encodings_give_the_same_text(encoding: str) -> None:
    text = "聊城市人民政府：“十四五”期间新增5家。\r\n第二行\n"
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.problem == ""


def test_gb18030_is_believed_only_when_its_signs_are_common() -> None:
    assert decode("财政局负责".encode("gb18030")).encoding == "gb18030"
    assert decode("Décret à Évry, où l'été précède l'hiver, à peine".encode("latin-1")).problem == "bad-encoding"


def test_few_bad_bytes_are_replaced_and_counted() -> None:
    data = "市财政局牵头".encode() + b"\xff" + "，市教育局配合。".encode() * 20
    decoded = decode(data)
    assert decoded.problem == "replaced-bytes"
    assert decoded.values == ("1",)
    assert decoded.text.startswith("市财政局牵头\ufffd，市教育局配合")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("联系电话：13812345678。", "联系电话：***********。"),
        ("0531-86061234转", "*************转"),
        ("邮箱zfb.xx@jn.gov.cn收", "邮箱****************收"),
        ("2023年12月31日印发10000家", "2023年12月31日印发10000家"),
        ("投资1381234567.8元", "投资1381234567.8元"),
        ("文号〔2023〕12号", "文号〔2023〕12号"),
    ],
)
def test_contacts_are_masked_sign_for_sign(text: str, masked: str) -> None:
    assert mask(text) == masked
    assert len(mask(text)) == len(text)


def test_no_text_is_an_issue_not_an_exception() -> None:
    document, issues = read_text_bytes(b"%PDF-1.4", SOURCE, LEXICON)
    assert document is None
    assert [(i.path, i.code, i.values) for i in issues] == [("a.txt", "binary-file", ("PDF",))]


# --- files ---------------------------------------------------------------------------------------


def test_files_come_in_the_order_of_their_names_whatever_is_given_first(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden", "__init__.py", "tool.py", "manifest.csv"):
        (tmp_path / name).write_text(name)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.txt").write_text("c")
    found, issues = find_files([tmp_path])
    assert [f.name for f in found] == ["a.txt", "b.txt", "sub/c.txt"]
    assert sorted((i.path, i.code) for i in issues) == [
        (".hidden", "hidden-file"),
        ("__init__.py", "hidden-file"),
        ("manifest.csv", "not-a-paper"),
        ("tool.py", "not-a-paper"),
    ]
    again, _ = find_files([tmp_path / "sub" / "c.txt", tmp_path / "b.txt", tmp_path / "a.txt"])
    assert [f.name for f in again] == ["a.txt", "b.txt", "c.txt"]


def test_missing_large_and_equal_files_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files_module, "LIMIT_MB", 0)
    (tmp_path / "large.txt").write_text("x")
    found, issues = find_files([tmp_path / "large.txt", tmp_path / "absent.txt"])
    assert found == ()
    assert [(i.code, Path(i.path).name) for i in issues] == [("missing-path", "absent.txt"), ("too-large", "large.txt")]


def test_a_graph_of_ours_is_passed_over_and_a_folder_like_it_is_not(tmp_path: Path) -> None:
    for name, meta in (("kg", '{"format": "policykg-graph"}'), ("notes", '{"format": "other"}'), ("broken", "{")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "meta.json").write_text(meta)
        (tmp_path / name / "records.jsonl").write_text(name)
    found, _ = find_files([tmp_path])
    assert {f.name.split("/")[0] for f in found} == {"notes", "broken"}


# --- lines and markup ----------------------------------------------------------------------------


def test_every_kind_of_line_end_ends_a_line() -> None:
    text = "一\r\n二\n三\r四\u2028五\x0b六\x0c七\x85八"
    assert [x.text for x in split_lines(text, 0, len(text))] == list("一二三四五六七八")


def test_lines_keep_their_offsets_in_a_part_of_the_text() -> None:
    text = "前文\n市财政局\n"
    (line,) = split_lines(text, 3, len(text))
    assert line.passage.span() == (3, 7)


def test_markup_is_dropped_and_offsets_stay() -> None:
    text = "<b>市&nbsp;财政局</b><br/>市教育&#23616;<script>"
    passage = plain(Passage.of(text))
    assert passage.text.split() == ["市", "财政局", "市教育局"]
    assert text[passage.at[passage.text.index("财")]] == "财"
    # an entity's character stands where its entity begins
    assert text[passage.at[passage.text.rindex("局")] :].startswith("&#23616;")


def test_signs_that_only_look_like_markup_stay() -> None:
    assert plain(Passage.of("增长<5%且>3%")).text == "增长<5%且>3%"


def test_html_pages_are_read_as_what_they_print() -> None:
    text = (
        "<html><head><title>页面</title><style>p{color:red}</style></head>\n<body>\n"
        "<p>一、重点任务</p>\n<!-- 市财政局负责 -->\n<p>1.建设学校。（市教育局负责）</p>\n</body></html>\n"
    )
    document = read(text)
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == [
        "一、重点任务",
        "1.建设学校。（市教育局负责）",
    ]
    faithful(document)


# --- paragraphs ----------------------------------------------------------------------------------


def test_a_sentence_broken_over_a_page_is_one_paragraph() -> None:
    # 聊政发〔2019〕1号: the page ends inside a word, a blank line follows
    text = (
        "1. 支持新兴产业扩量提质。对我市列入国家首台（套）重大技术装备推广应用指导目录、省高端技术装备新\n"
        "\n"
        "产品推广目录的产品，分别给予一次性奖励150万元、100万元。（市财政局负责实施）\n"
        "\n"
        "2. 支持产业转型升级。实施高水平技术改造。（市财政局负责实施）\n"
    )
    first, second = prose(text)
    assert "省高端技术装备新产品推广目录的产品" in first
    assert second.startswith("2. 支持产业转型升级")
    faithful(read(text))


@pytest.mark.parametrize("number", ["- 12 -", "—12—", "12", "第 12 页", "第12页 共30页", "·12·"])
def test_page_numbers_are_dropped_inside_a_sentence(number: str) -> None:
    # the plan of Liaocheng breaks 转型 / 升级 so
    line = "整合科技创新资源，激发各类人才创新创造活力，推动科技创新应用与产业转型"
    text = f"{line}\n\n{number}\n\n升级深度融合。\n下一段开始，另起一行。\n"
    assert prose(text) == [f"{line}升级深度融合。", "下一段开始，另起一行。"]


@pytest.mark.parametrize("line", ["2023年", "500家", "100人以上", "12.5"])
def test_lines_that_are_no_page_numbers_stay(line: str) -> None:
    assert line in "".join(prose(f"到年底，全市新增\n{line}\n，力争更多。\n"))


def test_ordinals_open_paragraphs_even_behind_an_open_sentence() -> None:
    assert prose("一、总体要求\n（一）指导思想\n1.坚持创新，推动\n2.坚持协调。\n①细化\n第二章 任务\n") == [
        "一、总体要求",
        "（一）指导思想",
        "1.坚持创新，推动",
        "2.坚持协调。",
        "①细化",
        "第二章 任务",
    ]


def test_an_assignment_broken_over_lines_is_one_paragraph() -> None:
    text = "1.疏浚河道。（牵头单位：市水利局；配合\n单位：市财政局、\n\n7\n\n各县区人民政府）\n2.加固堤防。\n"
    assert prose(text) == ["1.疏浚河道。（牵头单位：市水利局；配合单位：市财政局、各县区人民政府）", "2.加固堤防。"]


def test_an_assignment_in_square_brackets_is_healed_too() -> None:
    text = "1.疏浚河道。\n[责任单位：市水利局，各市（自治州）人民政\n3\n府，新区管委会]\n2.加固堤防。\n"
    assert prose(text)[1] == "[责任单位：市水利局，各市（自治州）人民政府，新区管委会]"


def test_roles_on_a_line_of_their_own_stay_a_paragraph() -> None:
    assert prose("1.疏浚河道，加固堤防\n牵头单位：市水利局\n配合单位：市财政局\n") == [
        "1.疏浚河道，加固堤防",
        "牵头单位：市水利局",
        "配合单位：市财政局",
    ]


def test_signature_and_date_are_paragraphs() -> None:
    text = "本方案自印发之日起施行。\n\n某市人民政府\n2024年3月1日\n"
    assert prose(text) == ["本方案自印发之日起施行。", "某市人民政府", "2024年3月1日"]


def test_latin_words_parted_by_a_line_end_keep_a_space() -> None:
    assert prose("支持开放源代码，推广open\nsource模式，并做好服务。\n") == [
        "支持开放源代码，推广open source模式，并做好服务。"
    ]


def test_furniture_of_a_web_page_is_no_paragraph() -> None:
    text = "当前位置：首页>政策\n1.疏浚河道。（市水利局负责）\n打印本页 关闭窗口\n版权所有：某市人民政府 鲁ICP备1号\n"
    assert prose(text) == ["1.疏浚河道。（市水利局负责）"]


# --- tables in tab-separated lines ---------------------------------------------------------------

HEAD = "序号\t重点任务\t牵头单位\t配合单位\n"


def test_a_row_a_line() -> None:
    text = f"某市分工表\n{HEAD}1\t疏浚河道\t市水利局\t市财政局\n2\t加固堤防\t市应急局\t\n\n注：略。\n"
    assert grid(text) == [
        ["序号", "重点任务", "牵头单位", "配合单位"],
        ["1", "疏浚河道", "市水利局", "市财政局"],
        ["2", "加固堤防", "市应急局", ""],
    ]
    assert prose(text) == ["某市分工表", "注：略。"]
    faithful(read(text))


def test_a_cell_broken_over_lines() -> None:
    text = f"{HEAD}1\t疏浚河道，加\n固堤防\t市水利局\t市财政局\n2\t修路\t市交通运\n输局\t市财政局\n"
    rows = grid(text)
    assert [len(r) for r in rows] == [4, 4, 4]
    assert "".join(rows[1][1].split()) == "疏浚河道，加固堤防"
    assert "".join(rows[2][2].split()) == "市交通运输局"
    faithful(read(text))


def test_the_last_cell_broken_over_lines() -> None:
    rows = grid(f"{HEAD}1\t疏浚河道\t市水利局\t市财政局、\n市教育局\n2\t修路\t市交通运输局\t市财政局\n")
    assert "".join(rows[1][3].split()) == "市财政局、市教育局"
    assert rows[2][0] == "2"


def test_a_row_with_too_few_cells_stays_a_row() -> None:
    assert grid(f"{HEAD}1\t疏浚河道\n2\t修路\t市交通运输局\t市财政局\n")[1:] == [
        ["1", "疏浚河道"],
        ["2", "修路", "市交通运输局", "市财政局"],
    ]


def test_a_tab_in_prose_is_no_table() -> None:
    text = "附件：\t分工表\n市政府决定如下，请遵照执行。\n"
    assert tables(text) == []


# --- tables with one cell a line -----------------------------------------------------------------

CELLS = "\t序号\n\t重点任务\n\t牵头单位\n\t配合单位\n\n"


def test_one_cell_a_line() -> None:
    text = (
        f"{CELLS}\t1\n\t疏浚河道，\n加固堤防。\n\t市水利局\n\t市财政局\n\n\t2\n\t修路\n\t市交通\n运输局\n\t\n\n末段。\n"
    )
    rows = grid(text)
    assert rows[0] == ["序号", "重点任务", "牵头单位", "配合单位"]
    assert [["".join(c.split()) for c in r] for r in rows[1:]] == [
        ["1", "疏浚河道，加固堤防。", "市水利局", "市财政局"],
        ["2", "修路", "市交通运输局", ""],
    ]
    assert tables(text)[0].form == "cells"
    assert prose(text) == ["末段。"]
    faithful(read(text))


def test_rows_of_cells_parted_by_a_page_end() -> None:
    # a blank line inside a row: its two halves make one row of the header's width
    text = f"{CELLS}\t1\n\t疏浚河道。\n\n\t市水利局\n\t市财政局\n\n\t2\n\t修路。\n\t市交通运输局\n\t市公安局\n"
    assert grid(text)[1:] == [
        ["1", "疏浚河道。", "市水利局", "市财政局"],
        ["2", "修路。", "市交通运输局", "市公安局"],
    ]


# --- pipe and HTML tables ------------------------------------------------------------------------


def test_pipe_table_with_and_without_outer_bars() -> None:
    outer = "| 序号 | 重点任务 | 牵头单位 |\n|---|:---:|---|\n| 1 | 疏浚河道 | 市水利局 |\n| 2 | 修路 | |\n"
    assert grid(outer) == [["序号", "重点任务", "牵头单位"], ["1", "疏浚河道", "市水利局"], ["2", "修路", ""]]
    assert grid(outer)[1] == grid("序号｜重点任务｜牵头单位\n1｜疏浚河道｜市水利局\n")[1]
    faithful(read(outer))


def test_pipe_cells_hold_markup() -> None:
    assert grid("| 序号 | 任务 | 责任单位 |\n| 1 | 修路<br>架桥 | 市财政局&amp;市教育局 |\n")[1] == [
        "1",
        "修路\n架桥",
        "市财政局&市教育局",
    ]


def html(*rows: str) -> str:
    return "前文。\n<table border=1>" + "".join(f"<tr>{r}</tr>\n" for r in rows) + "</table>\n后文。\n"


def test_html_table_spreads_merged_cells_and_marks_them() -> None:
    text = html(
        "<th>序号</th><th>任务</th><th>牵头单位</th><th>配合单位</th>",
        '<td>1</td><td rowspan="2">疏浚<br/>河道</td><td>市水利局</td><td>市财政局</td>',
        "<td>2</td><td colspan='2'>市应急局</td>",
    )
    (table,) = tables(text)
    assert [[c.text for c in row] for row in table.rows[1:]] == [
        ["1", "疏浚\n河道", "市水利局", "市财政局"],
        ["2", "疏浚\n河道", "市应急局", "市应急局"],
    ]
    assert [[c.inherited for c in row] for row in table.rows[1:]] == [
        [False, False, False, False],
        [False, True, False, True],
    ]
    assert prose(text) == ["前文。", "后文。"]
    faithful(read(text))


@pytest.mark.parametrize("span", ["rowspan=99999", 'rowspan="0"', "rowspan=''", "colspan=abc", "rowspan=-3"])
def test_html_spans_that_are_damaged_do_no_harm(span: str) -> None:
    rows = grid(html("<td>序号</td><td>任务</td><td>责任单位</td>", f"<td {span}>1</td><td>修路</td><td>市财政局</td>"))
    assert rows[1][:3] == ["1", "修路", "市财政局"]
    assert len(rows) == 2


def test_html_table_that_is_never_closed_loses_no_text() -> None:
    document = read("前文。\n<table><tr><td>序号<td>任务\n<tr><td>1<td>修路\n后文。\n")
    text = "".join(
        b.text if isinstance(b, Paragraph) else "".join(c.text for r in b.rows for c in r) for b in document.blocks
    )
    for word in ("前文", "修路", "后文"):
        assert word in text


def test_html_table_inside_a_cell_is_text_of_the_cell() -> None:
    rows = grid(html("<td>序号</td><td>任务</td>", "<td>1</td><td>修路<table><tr><td>甲</td></tr></table></td>"))
    assert len(rows) == 2
    assert rows[1][0] == "1" and "修路" in rows[1][1] and "甲" in rows[1][1]


# --- tables that lost their form -----------------------------------------------------------------


def test_table_flattened_to_one_line() -> None:
    text = "序号 重点任务 牵头单位 配合单位 1 疏浚河道 市水利局 市财政局 2 修路 市交通运输局 市公安局、市财政局\n"
    assert grid(text) == [
        ["序号", "重点任务", "牵头单位", "配合单位"],
        ["1", "疏浚河道", "市水利局", "市财政局"],
        ["2", "修路", "市交通运输局", "市公安局、市财政局"],
    ]
    faithful(read(text))


def test_flattened_row_that_does_not_fit_stays_as_printed() -> None:
    text = "序号 重点任务 牵头单位 配合单位 1 疏浚河道 市水利局 2 修路 市交通运输局 市公安局\n"
    rows = grid(text)
    assert rows[1] == ["1", "疏浚河道", "市水利局"]
    assert rows[2] == ["2", "修路", "市交通运输局", "市公安局"]


@pytest.mark.parametrize(
    "text",
    [
        "序号 任务 单位\n",
        "序号 重点任务 牵头单位 3 疏浚河道 市水利局\n",
        "责任单位 牵头单位 配合单位 1 市水利局 市财政局\n",
    ],
)
def test_what_only_looks_like_a_flattened_table_is_prose(text: str) -> None:
    assert tables(text) == []
    assert "".join("".join(prose(text)).split()) == "".join(text.split())


def test_stacked_table_one_cell_a_line_without_tabs() -> None:
    text = (
        "序号\n重点任务\n牵头单位\n配合单位\n1\n疏浚河道12公里\n市水利局\n市财政局\n"
        "2\n修路30公里\n市交通运输局\n市公安局\n"
    )
    assert grid(text) == [
        ["序号", "重点任务", "牵头单位", "配合单位"],
        ["1", "疏浚河道12公里", "市水利局", "市财政局"],
        ["2", "修路30公里", "市交通运输局", "市公安局"],
    ]
    faithful(read(text))


def test_stacked_table_with_a_category_before_its_ordinal_and_no_line_between() -> None:
    text = (
        "分类\n\n序号\n\n事项\n\n责任单位\n\n牵头单位\n\n发展目标\n\n1\n\n疏浚河道12公里\n\n市水利局、市财政局\n\n市水利局\n\n"
        "2\n\n修路30公里\n\n市交通运输局\n\n市交通运输局\n\n3\n\n建桥两座\n\n市交通运输局\n\n市交通运输局\n\n"
        "民生改善\n\n4\n\n建学校三所\n\n市教育局、市财政局\n\n市教育局\n"
    )
    assert grid(text) == [
        ["分类", "序号", "事项", "责任单位", "牵头单位"],
        ["发展目标", "1", "疏浚河道12公里", "市水利局、市财政局", "市水利局"],
        ["", "2", "修路30公里", "市交通运输局", "市交通运输局"],
        ["", "3", "建桥两座", "市交通运输局", "市交通运输局"],
        ["民生改善", "4", "建学校三所", "市教育局、市财政局", "市教育局"],
    ]
    faithful(read(text))


def test_stacked_row_with_a_cell_left_out_keeps_the_bodies_that_end_it() -> None:
    text = (
        "类别\n序号\n指标\n内容\n目标\n责任部门\n粮食\n1\n播种面积\n扩种\n10万亩\n县农业农村局\n"
        "2\n渔业产量\n增产\n县海洋与渔业局\n县农业农村局\n"
    )
    assert grid(text)[1:] == [
        ["粮食", "1", "播种面积", "扩种", "10万亩", "县农业农村局"],
        ["", "2", "渔业产量", "", "", "县海洋与渔业局\n县农业农村局"],
    ]


def test_stacked_row_parts_two_columns_of_bodies_where_their_level_changes() -> None:
    text = (
        "序号\n考核指标\n考核内容\n单位\n责任部门\n评分部门\n1\n造林面积\n新造林地\n公顷\n县林业局\n市林业局\n"
        "2\n供水普及率\n百分比\n县水利局\n县住建局\n市水利局\n3\n路灯完好率\n百分比\n县住建局\n县水利局\n"
    )
    assert grid(text)[1:] == [
        ["1", "造林面积", "新造林地", "公顷", "县林业局", "市林业局"],
        ["2", "供水普及率", "", "", "县水利局\n县住建局", "市水利局"],
        # bodies of one level: which of them assigns is not said
        ["3", "路灯完好率", "", "", "", ""],
    ]
    faithful(read(text))


def test_stacked_row_that_lost_a_line_does_not_say_who_leads() -> None:
    text = "序号\n任务\n标准\n牵头单位\n配合单位\n1\n修路\n平整\n县交通局\n县公安局\n2\n建桥\n县交通局\n县水利局\n"
    assert grid(text)[2] == ["2", "建桥", "", "", ""]


# --- script --------------------------------------------------------------------------------------

TRADITIONAL = "泉州市人民政府辦公室關於印發《兩岸融合發展任務清單》的通知\n1.便利臺胞就業。（牽頭單位：市財政局）\n"


def test_traditional_script_is_read_as_simplified_and_kept_as_printed() -> None:
    document = read(TRADITIONAL)
    first = document.blocks[0]
    assert isinstance(first, Paragraph)
    assert first.text.startswith("泉州市人民政府办公室关于印发")
    assert first.passage.printed(document.text).startswith("泉州市人民政府辦公室關於印發")
    assert document.text == TRADITIONAL


def test_simplified_text_with_a_rare_sign_is_left_alone() -> None:
    text = "推进镕基工程，发展喆鑫产业，做好财政金融政策协同配合工作，支持新旧动能转换重大工程建设。"
    assert simplify(text) == text


def test_script_keeps_the_length_of_the_text() -> None:
    text = TRADITIONAL + "𠮷野家 emoji😀 乾隆 裏"
    assert len(simplify(text)) == len(text)


# --- cost ----------------------------------------------------------------------------------------


def calls(text: str) -> int:
    """Count the calls of Python functions that reading a text takes."""
    count = 0

    def seen(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        read(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("{}．建设项目，做好工作。\n\n"),
        pytest.param("建设项目，做好工作，\n"),
        "{}\t建设项目\t市财政局\n",
        "| {} | 建设项目 | 市财政局 |\n",
    ],
    ids=["items", "one-sentence", "tabs", "pipes"],
)
def test_reading_costs_as_much_as_there_is_to_read(line: str) -> None:
    head = "序号\t任务\t责任单位\n" if "\t" in line else "| 序号 | 任务 | 责任单位 |\n" if "|" in line else ""
    texts = [head + "".join(line.format(i) for i in range(1, n)) for n in (150, 600)]
    for text in texts:
        read(text)  # fills the caches of the lexicon
    few, many = map(calls, texts)
    assert many < 6 * few  # four times the lines


HEADED = "聊城市人民政府\n聊政字〔2023〕99号\n\n一、任务\n"


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        ("", "\n"),
        ("", "\t\n"),
        ("", "\t甲\n"),
        ("\t序号\n", "\t甲\n"),
        ("", "\t序号\n\t1\n"),
        ("", "牵头单位\n"),
        ("", "序号\n牵头单位\n责任单位\n1\n甲\n乙\n"),
        ("", "|-|-|\n"),
        ("", "<table>"),
        ("", "<table><tr><td>"),
        ("", "<table><tr><td rowspan=500 colspan=300>甲<tr><tr></table>"),
        ("<table>", "<tr><td rowspan=1000 colspan=1000>甲</td></tr>"),
        ("<p>甲</p>", "<!--"),
        ("<p>甲</p>", "<script>"),
        ("", "一、任务\n"),
        ("", "（一）"),
    ],
)
def test_what_no_paper_prints_costs_no_more_than_its_length(head: str, piece: str) -> None:
    end = "</table>" if head == "<table>" else ""
    texts = [HEADED + head + n * piece + end for n in (200, 1600)]
    for text in texts:
        read(text)
    few, many = map(calls, texts)
    assert many < 9 * few  # eight times the pieces


def test_merged_cells_that_claim_more_than_a_table_can_hold_stand_alone() -> None:
    rows = "".join(f"<tr><td rowspan=1000 colspan=1000>甲{i}</td><td>乙</td></tr>" for i in range(20))
    (table,) = [b for b in read(f"<table>{rows}</table>").blocks if isinstance(b, Table)]
    assert [[c.text for c in row] for row in table.rows] == [[f"甲{i}", "乙"] for i in range(20)]


def test_a_merged_title_ends_with_the_widest_table() -> None:
    title = "<table><tr><td colspan=999>任务分工表</td></tr>"
    row = "<tr><td rowspan=2>1</td><td>建设项目</td><td>市财政局</td></tr><tr><td>二期</td><td>市教育局</td></tr>"
    (table,) = [b for b in read(f"{title}{row * 20}</table>").blocks if isinstance(b, Table)]
    assert len(table.rows[0]) == 300
    assert [(c.text, c.inherited) for c in table.rows[2]] == [("1", True), ("二期", False), ("市教育局", False)]


def test_stacked_row_whose_bodies_leave_no_column_for_the_text_says_nothing() -> None:
    # found by the fuzzer: the column of the text itself stood among those of the bodies
    cells = [Passage.of(x) for x in ("1", "建设数据平台", "县财政局")]
    assert _from_right(cells, ["responsible", "text"], 1, lambda cell: cell.text.endswith("局")) is None
