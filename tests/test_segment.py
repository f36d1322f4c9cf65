"""Segmenting: acts of a gazette, parts and annexes, outlines, rows, ordinals; small papers, damage included."""

from __future__ import annotations

import pytest

from policykg.extract.leading import reaches, rest_of
from policykg.extract.roles import find_roles
from policykg.lexicon import load_lexicon
from policykg.model import Instrument, Item, Passage, Role, Source
from policykg.names import NameBook
from policykg.read.text import read_text
from policykg.segment import Segmented, segment
from policykg.segment.columns import read_legend
from policykg.segment.heading import is_addressee, is_date_line, is_number_line, read_date, read_number
from policykg.segment.marks import han_number, read_mark
from policykg.segment.ordinals import true_ordinals

LEXICON = load_lexicon()
BOOK = NameBook(LEXICON)
HEAD = "某市人民政府关于印发《某市2024年工作方案》的通知\n某政发〔2024〕7号\n\n各县区人民政府：\n\n"


def cut(text: str) -> Segmented:
    return segment(read_text(text, Source("a.txt", "0" * 64), LEXICON), LEXICON, BOOK)


def acts(text: str) -> tuple[Instrument, ...]:
    return cut(text).instruments


def items(text: str) -> list[Item]:
    return [i for act in acts(text) for i in act.items]


def tasks(text: str) -> list[Item]:
    return [i for i in items(HEAD + text) if i.kind == "task"]


def roles(item: Item) -> list[tuple[str, str]]:
    """Return who does what on an item as one reads it: (身, l a or r)."""
    mentions, _, _ = find_roles(item, BOOK)
    return [(m.printed, m.role[0]) for m in mentions]


def assigned(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(i.ordinal, roles(i)) for i in tasks(text)]


# --- marks and numbers ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("二十三", 23),
        ("一百", 100),
        ("一百零二", 102),
        ("一百二十", 120),
        ("〇", 0),
        ("7", 7),
        ("甲", 0),
    ],
)
def test_chinese_numerals(text: str, number: int) -> None:
    assert han_number(text) == number


@pytest.mark.parametrize(
    ("text", "rank", "number", "rest"),
    [
        ("第三章 保障措施", 0, 3, "保障措施"),
        ("一、总体要求", 1, 1, "总体要求"),
        ("第十二条 市财政局负责", 1, 12, "市财政局负责"),
        ("（二）基本原则", 2, 2, "基本原则"),
        ("(二)基本原则", 2, 2, "基本原则"),
        ("3. 推进", 3, 3, "推进"),
        ("12．推进", 3, 12, "推进"),
        ("3、推进", 3, 3, "推进"),
        ("S.推进", 3, 5, "推进"),
        ("（4）细化", 4, 4, "细化"),
        ("4）细化", 4, 4, "细化"),
        ("⑤细化", 5, 5, "细化"),
        ("任务三：修路", 3, 3, "修路"),
    ],
)
def test_marks_by_rank(text: str, rank: int, number: int, rest: str) -> None:
    mark = read_mark(text)
    assert mark is not None
    assert (mark.rank, mark.number, text[mark.length :]) == (rank, number, rest)


@pytest.mark.parametrize("text", ["1.5亿元", "2023年", "一、二、三产业", "三农工作", "100家", "Some text", "SOS", ""])
def test_what_is_no_mark(text: str) -> None:
    assert read_mark(text) is None


@pytest.mark.parametrize(
    ("printed", "true"),
    [
        # 菏政办字〔2023〕56号: 承中 1, 7, 8, 4, S …
        ("1 7 8 4 S 9 7 8 6 10 11", "1 2 3 4 5 6 7 8 9 10 11"),
        ("1 2 3", "1 2 3"),
        ("1 2 l 4", "1 2 3 4"),
        ("1  3", "1 2 3"),
        ("1 2 4 5 6", "1 2 4 5 6"),  # 3 was left out of the paper
        ("5 6 7", "5 6 7"),  # an extract
        ("1 2 3 1 2 3", "1 2 3 1 2 3"),
        ("1 2 8", "1 2 8"),
    ],
)
def test_true_ordinals(printed: str, true: str) -> None:
    values = printed.split(" ")
    assert true_ordinals(values, [i == 0 for i in range(len(values))]) == true.split()


# --- heading -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "printed",
    [
        "聊政字〔2023〕12号",
        "聊政字[2023]12号",
        "聊政字（2023）12 号",
        "聊政字【2023】第12号",
        " 聊政字 〔 2023 〕 12 号 ",
    ],
)
def test_number_in_every_bracket(printed: str) -> None:
    assert read_number(printed) == "聊政字〔2023〕12号"
    assert is_number_line(printed)


def test_numbers_and_dates_inside_sentences_are_no_lines() -> None:
    assert not is_number_line("根据《某通知》（聊政字〔2023〕12号）要求，制定本方案。")
    assert not is_date_line("2023年8月25日前完成。")
    assert is_date_line("  2023年8月25日印发 ")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2023年8月25日", "2023-08-25"),
        ("二〇二三年十二月三十一日", "2023-12-31"),
        ("二○二三年一月一日", "2023-01-01"),
        ("2023 年 8 月 5 日", "2023-08-05"),
        ("2023年13月40日", ""),
        ("2023年8月", ""),
    ],
)
def test_dates(text: str, date: str) -> None:
    assert read_date(text) == date


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("各县（市、区）人民政府，市政府各部门：", True),
        ("市直各单位：", True),
        ("各单位要提高认识。现将有关事项通知如下：", False),
        ("市人民政府决定，任命：", False),
    ],
)
def test_addressees(text: str, yes: bool) -> None:
    assert is_addressee(text) is yes


@pytest.mark.parametrize(
    ("head", "title", "issuer"),
    [
        (
            "聊城市人民政府\n关于印发聊城市贯彻落实三年行动计划\n（2023—2025年）实施方案的\n通    知\n聊政字〔2023〕12号\n各县（市、区）人民政府：\n",
            "聊城市人民政府关于印发聊城市贯彻落实三年行动计划（2023—2025年）实施方案的通知",
            "聊城市人民政府",
        ),
        (
            "聊城市人民政府办公室文件\n聊政办发〔2019〕2号\n聊城市人民政府办公室 关于推动政务新媒体发展\n的通知\n各县（市、区）人民政府：\n",
            "聊城市人民政府办公室关于推动政务新媒体发展的通知",
            "聊城市人民政府办公室",
        ),
        (
            "# 武城县人民政府关于加强防汛工作的意见\n武政发〔2024〕1号\n",
            "武城县人民政府关于加强防汛工作的意见",
            "武城县人民政府",
        ),
    ],
)
def test_title_and_issuer(head: str, title: str, issuer: str) -> None:
    (act,) = acts(head + "\n一、工作任务\n1.修路。（市财政局负责）\n")
    assert (act.heading.title, act.heading.issuer) == (title, issuer)


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_title_does_not_run_into_the_addressees(gap: str) -> None:
    title = "聊城市人民政府办公室 关于推动政务新媒体发展的通知"
    head = f"聊城市人民政府办公室文件\n\n聊政办发〔2019〕2号\n\n{title}{gap}各县（市、区）人民政府：\n\n"
    (act,) = acts(head + "一、工作任务\n1.修路。（市财政局负责）\n")
    assert act.heading.title == title.replace(" ", "")


def test_title_above_the_number_without_addressees() -> None:
    head = "某市人民政府关于印发工作方案的通知\n某政发〔2024〕7号\n"
    (act,) = acts(head + "一、主要任务\n1.修路。（市财政局负责）\n三、保障措施\n（一）加强领导。\n")
    assert act.heading.title == "某市人民政府关于印发工作方案的通知"
    assert [i.title.text for i in act.items] == ["修路", "加强领导"]


def test_date_is_the_signature_not_a_date_in_the_text() -> None:
    (act,) = acts(HEAD + "2024年6月30日前完成下列任务：\n1.修路。（市财政局负责）\n\n某市人民政府\n2024年3月1日\n")
    assert act.heading.date == "2024-03-01"
    assert act.heading.number == "某政发〔2024〕7号"


# --- acts of a gazette ---------------------------------------------------------------------------

GAZETTE = """某市人民政府公报
2024年第3期
目 录
某市人民政府关于支持实体经济的意见
某政发〔2024〕1号..... 2
某市人民政府大事记（2024年3月）..... 9

某市人民政府文件

某政发〔2024〕1号

某市人民政府关于支持实体经济的意见

各县区人民政府：

一、重点任务

1.支持企业。（市财政局负责）

某市人民政府
2024年3月1日

某市人民政府办公室文件

某政办发〔2024〕2号

某市人民政府办公室关于加强防汛工作的通知

各县区人民政府：

一、重点任务

1.加固堤防。（市水利局负责）

某市人民政府办公室
2024年3月5日

关于任免甲某某等职务的通知
某政任〔2024〕3号

各县区人民政府：

任命：

甲某某为某市财政局副局长；

免去：

乙某某的某市水利局副局长职务。

某市人民政府
2024年3月6日

某市人民政府大事记
（2024年3月）

3日，全市工作会议召开。
△市长丙某某调研。
14-15日，检查组来市检查。
"""


def test_gazette_is_cut_into_its_acts() -> None:
    cover, first, second, third, chronicle = acts(GAZETTE)
    assert [a.kind for a in (cover, first, second, third, chronicle)] == [
        "gazette",
        "act",
        "act",
        "appointments",
        "chronicle",
    ]
    assert cover.heading.title == "某市人民政府公报2024年第3期"
    assert cover.items == ()
    assert [a.heading.number for a in (first, second, third)] == [
        "某政发〔2024〕1号",
        "某政办发〔2024〕2号",
        "某政任〔2024〕3号",
    ]
    assert [a.heading.date for a in (first, second, third, chronicle)] == [
        "2024-03-01",
        "2024-03-05",
        "2024-03-06",
        "2024-03",
    ]
    assert [roles(i) for a in (first, second) for i in a.items] == [[("市财政局", "r")], [("市水利局", "r")]]
    assert [(i.kind, i.section) for i in third.items] == [("appointment", "任命"), ("appointment", "免去")]
    assert [(i.section, i.text.text) for i in chronicle.items] == [
        ("2024-03-03", "全市工作会议召开。"),
        ("2024-03-03", "市长丙某某调研。"),
        ("2024-03-14/2024-03-15", "检查组来市检查。"),
    ]


def test_a_number_said_twice_opens_no_second_act() -> None:
    text = "文号：某政发〔2024〕7号\n发布日期：2024年3月1日\n" + HEAD + "1.修路。（市财政局负责）\n"
    assert [a.heading.number for a in acts(text)] == ["某政发〔2024〕7号"]


@pytest.mark.parametrize(
    "days",
    [
        "30-2月1日",
        "1月30-2月1日",
        pytest.param("1月30日-2月1日"),
        pytest.param("30日—31日"),
    ],
)
def test_chronicle_intervals_and_continued_entries(days: str) -> None:
    text = f"某市人民政府大事记\n（2024年1月）\n{days}，会议召开。\n与会者作了发言。\n△调研。\n"
    (act,) = [a for a in acts(text) if a.kind == "chronicle"]
    end = "2024-01-31" if "31" in days else "2024-02-01"
    assert [(i.section, i.text.text.replace("\n", "")) for i in act.items] == [
        (f"2024-01-30/{end}", "会议召开。与会者作了发言。"),
        (f"2024-01-30/{end}", "调研。"),
    ]


# --- parts ---------------------------------------------------------------------------------------


def test_annexes_are_parts_and_their_list_is_none() -> None:
    text = (
        HEAD
        + "一、重点任务\n1.修路。（市财政局负责）\n\n附件：1.某市重点项目清单\n2.某市重点事项任务表\n\n某市人民政府\n2024年3月1日\n\n"
        "附件1\n某市重点项目清单\n序号\t重点项目\t责任单位\n1\t建桥\t市交通运输局\n\n"
        "附件 2\n某市重点事项任务表\n序号\t重点事项\t责任单位\n1\t办学\t市教育局\n"
    )
    found = [(i.part, i.text.text, roles(i)) for i in items(text)]
    assert found == [
        ("正文", "修路。（市财政局负责）", [("市财政局", "r")]),
        ("附件1", "建桥", [("市交通运输局", "r")]),
        ("附件2", "办学", [("市教育局", "r")]),
    ]


@pytest.mark.parametrize(
    "titles",
    [
        ("某市高质量发展重点项目清单", "某市民生实事任务分工表"),
        pytest.param(("某市高质量发展重点项目清单", "某市高质量发展重点事项清单")),
    ],
)
def test_annexes_without_a_mark_are_told_by_their_title(titles: tuple[str, str]) -> None:
    first, second = titles
    text = (
        HEAD
        + f"一、重点任务\n1.修路。（市财政局负责）\n\n附件：1.{first}\n2.{second}\n\n某市人民政府\n2024年3月1日\n\n"
        + f"{first}\n1.建桥。（市交通运输局负责）\n\n{second}\n1.办学。（市教育局负责）\n"
    )
    assert [(i.part, i.text.text[:2]) for i in items(text)] == [("正文", "修路"), ("附件1", "建桥"), ("附件2", "办学")]


def test_several_printed_papers_are_parts_by_their_titles() -> None:
    text = (
        "某市人民政府印发《关于支持科技创新的若干政策》及2个实施意见的通知\n某政发〔2024〕9号\n\n各县区人民政府：\n\n"
        "《关于支持科技创新的若干政策》及《关于支持人才引进的实施意见》已经市政府同意，现印发给你们。\n\n某市人民政府\n2024年3月1日\n\n"
        "关于支持科技创新的若干政策\n1.建实验室。（市科技局负责）\n\n关于支持人才引进的实施意见\n1.引进人才。（市委组织部负责）\n"
    )
    assert [(i.part, i.text.text[:3]) for i in items(text)] == [
        ("关于支持科技创新的若干政策", "建实验"),
        ("关于支持人才引进的实施意见", "引进人"),
    ]


def test_one_printed_paper_is_the_text_itself() -> None:
    text = (
        HEAD
        + "各县区人民政府：\n现将《某市2024年工作方案》印发给你们。\n\n某市人民政府\n2024年3月1日\n\n某市2024年工作方案\n\n1.修路。（市财政局负责）\n"
    )
    assert [i.part for i in items(text)] == ["正文"]


# --- outlines ------------------------------------------------------------------------------------


def test_ordinals_restart_under_every_heading() -> None:
    text = "一、重点任务\n（一）修路\n1.甲路。（市财政局负责）\n2.乙路。（市教育局负责）\n（二）办学\n1.甲校。（市公安局负责）\n"
    found = tasks(text)
    assert [(i.section, i.ordinal, i.path) for i in found] == [
        ("（一）修路", "1", ("一", "一", "1")),
        ("（一）修路", "2", ("一", "一", "2")),
        ("（二）办学", "1", ("一", "二", "1")),
    ]
    assert [roles(i) for i in found] == [[("市财政局", "r")], [("市教育局", "r")], [("市公安局", "r")]]


def test_clauses_and_tasks_are_told_apart_by_their_section() -> None:
    text = (
        "一、总体要求\n（一）指导思想。坚持创新。\n二、主要任务\n（一）修路。加快建设。\n（二）办学。提高水平。（市教育局负责）\n"
        "三、保障措施\n（一）加强领导。各单位要重视。\n"
    )
    found = items(HEAD + text)
    assert [(i.kind, i.title.text) for i in found] == [
        ("clause", "指导思想"),
        ("task", "修路"),
        ("task", "办学"),
        ("clause", "加强领导"),
    ]
    assert [roles(i) for i in found] == [[], [], [("市教育局", "r")], []]


def test_a_heading_with_a_clause_governs_the_tasks_below_it() -> None:
    text = (
        "一、重点任务\n（一）修路（牵头单位：市交通运输局；配合单位：市财政局）\n1.建设甲路。\n2.建设乙路。\n"
        "（二）办学（市教育局负责）\n1.建甲校。\n2.建乙校。（市财政局负责）\n"
    )
    both = [("市交通运输局", "l"), ("市财政局", "a")]
    assert assigned(text) == [("1", both), ("2", both), ("1", [("市教育局", "r")]), ("2", [("市财政局", "r")])]


def test_a_clause_alone_behind_the_last_task_governs_them_all() -> None:
    text = "一、重点任务\n（一）修路\n1.建设甲路。\n2.建设乙路。\n（市交通运输局牵头，市财政局配合）\n（二）办学\n1.建校。（市教育局负责）\n"
    both = [("市交通运输局", "l"), ("市财政局", "a")]
    assert assigned(text) == [("1", both), ("2", both), ("1", [("市教育局", "r")])]


@pytest.mark.parametrize("opening", ["以上2项由", "以上任务由", "上述两项由", "以上事项由"])
def test_a_clause_for_the_items_above_governs_them_all(opening: str) -> None:
    text = f"一、重点任务\n1.建设甲路。\n2.建设乙路。（{opening}市交通运输局牵头，市财政局配合）\n二、其他任务\n1.建校。（市教育局负责）\n"
    both = [("市交通运输局", "l"), ("市财政局", "a")]
    assert assigned(text) == [("1", both), ("2", both), ("1", [("市教育局", "r")])]


def test_a_bracket_in_the_last_task_governs_that_task_alone() -> None:
    assert assigned("一、重点任务\n1.建设甲路。\n2.建设乙路。（市财政局负责）\n") == [
        ("1", []),
        ("2", [("市财政局", "r")]),
    ]


def test_inner_points_are_text_of_their_task() -> None:
    text = "一、重点任务\n1.修路。（1）建甲路。（2）建乙路。①勘察。②施工。（市财政局负责）\n2.办学。\n（1）建甲校。\n（2）建乙校。（市教育局负责）\n"
    assert assigned(text) == [("1", [("市财政局", "r")]), ("2", [("市教育局", "r")])]


def test_inner_points_each_with_a_clause_are_tasks() -> None:
    text = "一、重点任务\n1.修路。\n（1）建甲路。（市财政局负责）\n（2）建乙路。（市教育局负责）\n"
    assert [r for _, r in assigned(text)] == [[("市财政局", "r")], [("市教育局", "r")]]


def test_roles_on_lines_of_their_own() -> None:
    text = "一、重点任务\n（一）修路。加快建设。\n牵头单位：市交通运输局\n配合单位：市财政局、市公安局\n完成时限：2024年12月底\n（二）办学。\n责任单位：市教育局\n"
    assert assigned(text) == [
        ("一", [("市交通运输局", "l"), ("市财政局", "a"), ("市公安局", "a")]),
        ("二", [("市教育局", "r")]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "（牵头单位：市财政局；完成时限：2024年12月底）",
        "（市财政局牵头，2024年12月底前完成）",
        pytest.param("\n牵头单位：市财政局\n完成时限：2024年12月底"),
    ],
)
def test_time_limit_beside_the_bodies(text: str) -> None:
    (item,) = tasks(f"一、重点任务\n1.修路。{text}\n")
    mentions, deadline, _ = find_roles(item, BOOK)
    assert [m.printed for m in mentions] == ["市财政局"]
    assert deadline.startswith("2024年12月底")


def test_bodies_one_a_line_behind_a_label() -> None:
    text = "一、重点任务\n1.修路。\n牵头单位：\n市交通运输局\n配合单位：\n市财政局\n市公安局\n2.办学。\n责任单位：市教育局\n"
    assert assigned(text) == [
        ("1", [("市交通运输局", "l"), ("市财政局", "a"), ("市公安局", "a")]),
        ("2", [("市教育局", "r")]),
    ]


def test_all_line_breaks_lost() -> None:
    text = "一、重点任务 （一）修路。加快建设甲路。（市交通运输局负责） （二）办学。建校3所。（市教育局负责） 二、保障措施 （一）加强领导。\n"
    assert assigned(text) == [("一", [("市交通运输局", "r")]), ("二", [("市教育局", "r")])]


def test_a_misread_letter_is_an_ordinal() -> None:
    found = tasks("一、重点任务\n4.修路。（市财政局负责）\nS.办学。（市教育局负责）\n")
    assert [(i.ordinal, i.printed_ordinal) for i in found] == [("4", "4"), ("5", "S")]


def test_text_begins_with_the_items_own_words_and_clauses_are_kept_apart() -> None:
    (item,) = tasks("一、重点任务\n1. 修路。加快建设。（牵头单位：市财政局）\n")
    assert item.text.text == "修路。加快建设。（牵头单位：市财政局）"
    assert item.title.text == "修路"
    assert [c.text for c in item.clauses] == ["牵头单位：市财政局"]


@pytest.mark.parametrize(
    "end",
    [
        "本方案自印发之日起施行，由市财政局负责解释。",
        "抄送：市委各部门，市财政局。",
        "（此件公开发布）",
        "附件：某市清单",
        "2024年3月1日",
    ],
)
def test_end_matter_belongs_to_no_task(end: str) -> None:
    found = tasks(f"一、重点任务\n1.修路。加快建设。\n2.办学。（市教育局负责）\n\n{end}\n")
    assert [i.text.text for i in found] == ["修路。加快建设。", "办学。（市教育局负责）"]
    assert [roles(i) for i in found] == [[], [("市教育局", "r")]]


def test_unknown_form_is_reported() -> None:
    found = cut("床前明月光，疑是地上霜。\n举头望明月，低头思故乡。\n")
    assert [i.code for i in found.issues] == ["unknown-form"]


# --- rows ----------------------------------------------------------------------------------------


def table(*rows: str) -> str:
    return "某市重点任务分工表\n" + "\n".join(rows) + "\n"


def test_row_has_its_text_roles_and_further_columns() -> None:
    (item,) = items(
        table(
            "序号\t重点任务\t牵头单位\t配合单位\t完成时限\t进展情况", "1\t修路\t市交通运输局\t市财政局\t12月底\t已开工"
        )
    )
    assert (item.kind, item.ordinal, item.text.text) == ("row", "1", "修路")
    assert roles(item) == [("市交通运输局", "l"), ("市财政局", "a")]
    assert [(c.header, c.meaning) for c in item.columns][-2:] == [("完成时限", "deadline"), ("进展情况", "progress")]


def test_header_repeated_per_page_is_no_row_and_sections_run_on() -> None:
    head = "序号\t重点任务\t责任单位"
    text = (
        table(head, "一、交通\t\t", "1\t修路\t市交通运输局", "2\t建桥\t市交通运输局")
        + "\n"
        + table(head, "3\t办学\t市教育局")[10:]
    )
    found = items(text)
    assert [(i.ordinal, i.text.text) for i in found] == [("1", "修路"), ("2", "建桥"), ("3", "办学")]
    assert found[0].section == found[1].section == "一、交通"


def test_row_continued_over_a_page_is_one_item() -> None:
    head = "序号\t重点任务\t责任单位"
    text = f"某市分工表\n{head}\n1\t修路，加快建设甲路\t市交通运输局\n\n{head}\n\t和乙路。\t市财政局\n2\t办学。\t市教育局\n"
    first, second = items(text)
    assert first.text.text == "修路，加快建设甲路和乙路。"
    assert roles(first) == [("市交通运输局", "r"), ("市财政局", "r")]
    assert roles(second) == [("市教育局", "r")]


def test_row_whose_upper_cell_is_merged_is_an_item_of_the_same_ordinal() -> None:
    text = table(
        "序号\t重点支持政策\t目标任务\t责任单位",
        "4\t加大转移支付。\t争取资金增长。\t市财政局",
        "\t\t争取补助支持。\t市教育局",
        "5\t优化范围。\t争取更多政策。\t市公安局",
    )
    found = items(text)
    assert [(i.ordinal, i.printed_ordinal, i.continued) for i in found] == [
        ("4", "4", False),
        ("4", "", True),
        ("5", "5", False),
    ]
    assert [i.upstream.text if i.upstream else "" for i in found] == ["加大转移支付。", "加大转移支付。", "优化范围。"]
    assert [i.upstream_inherited for i in found] == [False, True, False]
    assert len({i.path for i in found}) == 3


def test_misread_ordinals_are_mended_by_the_sequence_and_reported() -> None:
    rows = [f"{n}\t任务{k}\t市财政局" for k, n in enumerate(["1", "7", "8", "4", "S", "6"], 1)]
    found = cut(table("承中\t重点任务\t责任单位", *rows))
    read = [i for a in found.instruments for i in a.items]
    assert [(i.printed_ordinal, i.ordinal) for i in read] == [
        ("1", "1"), ("7", "2"), ("8", "3"), ("4", "4"), ("S", "5"), ("6", "6"),
    ]  # fmt: skip
    assert [[x.values for x in i.issues] for i in read] == [[], [("7", "2")], [("8", "3")], [], [("S", "5")], []]


def test_columns_of_two_levels() -> None:
    text = "某市贯彻落实某省方案分工表\n序号\t省级方案内容\t省级牵头单位\t市级落实单位\n1\t修路\t省交通运输厅牵头，省财政厅配合\t市交通运输局牵头\n"
    (item,) = items(text)
    mentions, _, _ = find_roles(item, BOOK)
    assert [(m.printed, m.role, m.upper) for m in mentions] == [
        ("省交通运输厅", "leads", True),
        ("省财政厅", "assists", True),
        ("市交通运输局", "leads", False),
    ]
    assert item.upstream is not None
    assert item.upstream.text == item.text.text == "修路"


def test_text_of_two_levels() -> None:
    text = "某区贯彻落实省清单分工表\n序号\t省政策清单内容\t省直责任部门\t区级责任部门\t政策落实情况\n1\t给予补贴\t省财政厅\t区财政局\t积极配合。\n"
    (item,) = items(text)
    assert item.text.text == "积极配合。"
    assert item.upstream is not None and item.upstream.text == "给予补贴"
    mentions, _, _ = find_roles(item, BOOK)
    assert [(m.printed, m.upper) for m in mentions] == [("省财政厅", True), ("区财政局", False)]


@pytest.mark.parametrize(("rest", "letter"), [("responsible", "r"), ("assists", "a")])
def test_the_first_of_a_list_leads_when_the_paper_says_so(rest: Role, letter: str) -> None:
    listed, marked = tasks(
        "一、重点任务\n1.修路。（市交通运输局、市财政局、市公安局负责）\n2.办学。（市财政局牵头，市教育局负责）\n"
    )
    (row,) = items(table("序号\t重点任务\t责任单位", "1\t建桥\t市交通运输局、市财政局"))

    def said(item: Item) -> list[tuple[str, str]]:
        return [(m.printed, m.role[0]) for m in find_roles(item, BOOK, rest)[0]]

    assert said(listed) == [("市交通运输局", "l"), ("市财政局", letter), ("市公安局", letter)]
    assert said(marked) == [("市财政局", "l"), ("市教育局", "r")]
    assert said(row) == [("市交通运输局", "l"), ("市财政局", letter)]
    assert roles(listed) == [("市交通运输局", "r"), ("市财政局", "r"), ("市公安局", "r")]


def test_a_remark_in_a_row_reaches_no_other_row_and_one_below_the_table_reaches_all() -> None:
    rows = ("1\t修路\t市交通运输局、市财政局\t{}", "2\t建桥\t市住房城乡建设局、市财政局\t{}")
    remark = "第一位为牵头单位"

    def leaders(first: str, second: str, note: str = "") -> list[list[str]]:
        text = table("序号\t重点任务\t责任单位\t备注", rows[0].format(first), rows[1].format(second)) + note
        found = items(text)
        reach = reaches(text, found)
        return [[m.printed for m in find_roles(i, BOOK, rest_of(i, reach))[0] if m.role == "leads"] for i in found]

    assert leaders("", remark) == [[], ["市住房城乡建设局"]]
    assert leaders(remark, "") == [["市交通运输局"], []]
    assert leaders(f"{remark}，下同", "") == [["市交通运输局"], ["市住房城乡建设局"]]
    assert leaders("", "", f"注：{remark}。\n") == [["市交通运输局"], ["市住房城乡建设局"]]


def test_section_rows_and_notes_are_no_items() -> None:
    text = table(
        "序号\t重点任务\t责任单位",
        "一、财税\t\t",
        "1\t争取资金。\t市财政局",
        "二、金融\t\t",
        "2\t引导银行。\t市财政局",
        "注：各县区承担主体责任。\t\t",
    )
    assert [(i.section, i.ordinal) for i in items(text)] == [("一、财税", "1"), ("二、金融", "2")]


def test_ordinals_restart_in_every_section_of_a_table() -> None:
    text = table(
        "序号\t重点任务\t责任单位",
        "一、财税\t\t",
        "1\t甲。\t市财政局",
        "2\t乙。\t市财政局",
        "二、金融\t\t",
        "1\t丙。\t市财政局",
        "2\t丁。\t市财政局",
    )
    assert [(i.section, i.ordinal) for i in items(text)] == [
        ("一、财税", "1"), ("一、财税", "2"), ("二、金融", "1"), ("二、金融", "2"),
    ]  # fmt: skip


def test_category_column_runs_down_its_merged_cells() -> None:
    text = table(
        "类别\t序号\t重点任务\t责任单位", "财税\t1\t甲。\t市财政局", "\t2\t乙。\t市教育局", "金融\t3\t丙。\t市公安局"
    )
    assert [i.section for i in items(text)] == ["财税", "财税", "金融"]


def test_short_and_long_rows_are_reported_where_they_stand() -> None:
    text = table(
        "序号\t重点任务\t牵头单位\t配合单位",
        "1\t修路",
        "2\t建桥\t市交通运输局\t市财政局\t另注\t再注",
        "3\t办学\t市教育局\t市财政局",
    )
    found = cut(text)
    issues = {i.code: i for i in found.issues}
    assert set(issues) == {"short-row", "long-row"}
    assert text[issues["short-row"].start : issues["short-row"].end].endswith("修路")
    assert issues["short-row"].values[:2] == ("2", "4")
    assert issues["long-row"].values[:2] == ("6", "4")


def test_table_without_a_known_header_is_reported_not_guessed() -> None:
    found = cut("某市情况表\n甲\t乙\t丙\n一二\t三四\t五六\n七八\t九十\t十一\n")
    assert "table-without-header" in {i.code for i in found.issues}
    assert not [i for a in found.instruments for i in a.items if i.kind == "row"]


def test_two_rows_of_header() -> None:
    text = table("序号\t工作任务\t责任分工\t", "\t\t牵头单位\t配合单位", "1\t修路\t市交通运输局\t市财政局")
    (item,) = items(text)
    assert roles(item) == [("市交通运输局", "l"), ("市财政局", "a")]


def test_matrix_of_bodies_with_a_legend() -> None:
    assert read_legend("注：★为牵头单位，☆表示配合单位") == {"★": "leads", "☆": "assists"}
    text = "某市责任矩阵\n说明：●为牵头单位，○为配合单位。\n序号\t重点任务\t市财政局\t市教育局\t市公安局\n1\t修路\t●\t\t○\n2\t办学\t○\t●\t\n"
    assert [roles(i) for i in items(text)] == [
        [("市财政局", "l"), ("市公安局", "a")],
        [("市财政局", "a"), ("市教育局", "l")],
    ]


def test_card_of_one_project() -> None:
    text = "某市重点项目卡片\n项目名称\t建桥工程\n建设内容\t建桥一座\n牵头单位\t市交通运输局\n配合单位\t市财政局\n"
    (item,) = items(text)
    assert roles(item) == [("市交通运输局", "l"), ("市财政局", "a")]


def test_empty_cells_mean_the_same_as_above_only_when_the_paper_says_so() -> None:
    rows = ("序号\t重点任务\t责任单位", "1\t修路。\t市财政局", "2\t建桥。\t")
    assert [roles(i) for i in items(table(*rows))] == [[("市财政局", "r")], []]
    note = "注：责任单位空白的，与上一行相同。\n"
    text = table(*rows).replace("表\n", f"表\n{note}", 1)
    assert [roles(i) for i in items(text)] == [
        [("市财政局", "r")],
        [("市财政局", "r")],
    ]


def test_spans_of_items_reproduce_their_text() -> None:
    text = (
        GAZETTE + "\n附件1\n" + table("序号\t重点任务\t责任单位", "1\t修路，加\n快建设\t市财政局", "2\t办学\t市教育局")
    )
    for item in items(text):
        start, end = item.text.span()
        assert "".join(text[start:end].split()) == "".join(item.text.text.split())
        for clause in item.clauses:
            assert isinstance(clause, Passage)
            assert clause.text in text


def test_text_between_a_heading_and_its_first_sub_heading_is_kept() -> None:
    text = (
        "某市方案\n一、重点任务\n（一）强化运维管理\n要坚持需求引领、融合发展的原则，切实加强建设与应用管理工作。\n"
        "1.开设整合。严格按照集约节约的原则开设。（市大数据局负责）\n2.安全防护。落实安全责任。（市委网信办负责）\n（二）保障供给\n1.建粮仓。（市粮食局负责）\n"
    )
    items = [i for x in segment(read_text(text, Source("a", ""), LEXICON), LEXICON, BOOK).instruments for i in x.items]
    assert [(i.kind, i.path, i.section) for i in items] == [
        ("clause", ("一", "一"), "一、重点任务"),
        ("task", ("一", "一", "1"), "（一）强化运维管理"),
        ("task", ("一", "一", "2"), "（一）强化运维管理"),
        ("task", ("一", "二", "1"), "（二）保障供给"),
    ]
    assert items[0].text.text == "强化运维管理\n要坚持需求引领、融合发展的原则，切实加强建设与应用管理工作。"
    assert items[0].clauses == ()


def test_label_as_an_ordinals_first_words_and_an_ordinal_without_text() -> None:
    # the second found by make fuzz
    (task,) = items("一、任务清单\n（一）牵头单位：市财政局\n任务：修路。\n")
    assert (task.text.text, roles(task)) == ("修路。", [("市财政局", "l")])
    (task,) = items("一、任务清单\n（一）牵头单位：市财政局\n")
    assert (task.text.text, roles(task)) == ("牵头单位：市财政局", [("市财政局", "l")])
    assert items("一、\n（一）\n1.\n") is not None


def test_who_signs_is_no_part_of_the_last_item() -> None:
    text = (
        "贵阳市人民政府办公厅关于做好宣传工作的通知\n\n一、重点任务\n\n（一）推进改革。（牵头单位：市发展改革委）\n\n"
        "（二）加强宣传引导，营造良好氛围。\n\n贵阳市人民政府办公厅\n\n2023年5月1日\n"
    )
    assert items(text)[-1].text.text == "加强宣传引导，营造良好氛围。"
