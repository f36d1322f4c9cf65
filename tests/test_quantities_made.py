"""Made sentences read back: every number form, unit, comparator, date, range, list and series that papers print.

A case is a text and what it says, number by number; the reader must find exactly that, in order.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policykg.extract.quantities import find_quantities
from policykg.extract.quantities_table import table_row
from policykg.model import Cell, ColumnCell, Item, Passage

Fact = tuple[str, str, float, float | None, str, str | None]
"""kind, comparator, value, value_max, unit, deadline."""
Case = tuple[str, list[Fact]]

COUNTS = ["个", "家", "所", "座", "项", "处", "名", "户", "辆", "场", "台"]
THINGS = ["高新技术企业", "示范园区", "省级重点实验室", "农民合作社", "公共停车场", "科技特派员"]
SIZES = [("高标准农田", "亩"), ("城市道路", "公里"), ("厂房", "平方米"), ("新能源装机", "千瓦"), ("垃圾处理能力", "吨")]
DASHES = ["—", "-", "～", "至", "~"]
DATES: list[tuple[str, str | None]] = [
    ("", None),
    ("到{y}年，", "{y}"),
    ("力争到{y}年，", "{y}"),
    ("到{y}年年底，", "{y}-12-31"),
    ("{y}年底前，", "{y}-12-31"),
    ("{y}年上半年，", "{y}-06-30"),
    ("{y}年6月底前，", "{y}-06-30"),
    ("到{y}年10月，", "{y}-10-31"),
    ("{y}年第三季度，", "{y}-09-30"),
    ("2020—{y}年，", "{y}"),
]
CHINESE = {3: "三", 5: "五", 12: "十二", 20: "二十", 120: "一百二十", 350: "三百五十", 2000: "两千", 35000: "三万五千"}


@st.composite
def numbers(draw: st.DrawFn, low: int = 2, high: int = 9_999_999) -> tuple[str, float]:
    """Draw a number as papers print it, with its value."""
    form = draw(st.sampled_from(["plain", "万", "亿", "万亿", "千万", "mixed", "comma", "wide", "余"]))
    sizes = {"万": 10**4, "亿": 10**8, "万亿": 10**12, "千万": 10**7}
    if form in sizes:
        tenths = draw(st.integers(1, 9999))
        return f"{tenths / 10:g}{form}", tenths * sizes[form] // 10
    if form == "mixed":
        big, small = draw(st.integers(1, 99)), draw(st.integers(1, 9999))
        return f"{big}亿{small}万", big * 10**8 + small * 10**4
    number = draw(st.integers(low, high))
    if 1900 <= number < 2100:
        number += 200  # 2025 before 家 reads as a number, but no paper prints it
    if form == "comma":
        return f"{number:,}", number
    if form == "wide":
        return str(number).translate({48 + i: 0xFF10 + i for i in range(10)}), number
    return str(number), number


@st.composite
def dates(draw: st.DrawFn) -> tuple[str, str | None]:
    """Draw the words that say by when, with the deadline they mean."""
    words, deadline = draw(st.sampled_from(DATES))
    year = draw(st.integers(2021, 2035))
    return words.format(y=year), deadline and deadline.format(y=year)


@st.composite
def compared(draw: st.DrawFn, number: str, unit: str) -> tuple[str, str]:
    """Draw a number with its unit under a comparator, which stands before or behind."""
    before, behind, comparator = draw(
        st.sampled_from(
            [
                ("", "", "="),
                ("不低于", "", ">="),
                ("不少于", "", ">="),
                ("至少", "", ">="),
                ("不超过", "", "<="),
                ("约", "", "~"),
                ("近", "", "~"),
                ("", "以上", ">="),
                ("", "以内", "<="),
                ("", "左右", "~"),
            ]
        )
    )
    return f"{before}{number}{unit}{behind}", comparator


@st.composite
def singles(draw: st.DrawFn) -> Case:
    """Draw 到2025年，全市高新技术企业达到1000家以上 and its like."""
    (words, deadline), (number, value) = draw(dates()), draw(numbers())
    if draw(st.booleans()):
        thing, unit = draw(st.sampled_from(THINGS)), draw(st.sampled_from(COUNTS))
    else:
        thing, unit = draw(st.sampled_from(SIZES))
    if draw(st.integers(0, 4)) == 0 and unit in COUNTS:
        value = draw(st.sampled_from(sorted(CHINESE)))
        number = CHINESE[int(value)]
    amount, comparator = draw(compared(number, unit))
    verb = draw(st.sampled_from(["全市{t}达到{a}", "新建{t}{a}", "力争{t}达到{a}", "建成{t}{a}"]))
    return f"{words}{verb.format(t=thing, a=amount)}。", [("target", comparator, value, None, unit, deadline)]


@st.composite
def shares(draw: st.DrawFn) -> Case:
    """Draw shares: 覆盖率达到95%以上, 百分之四十, 由30%提高到45% (the former value is none)."""
    words, deadline = draw(dates())
    percent = draw(st.integers(2, 99))
    printed = draw(st.sampled_from([f"{percent}%", f"{percent}.5%", f"百分之{percent}", f"{percent}％"]))
    value = percent + 0.5 if ".5" in printed else float(percent)
    amount, comparator = draw(compared(printed, ""))
    rate = draw(st.sampled_from(["覆盖率", "城镇化率", "研发投入强度", "综合利用率"]))
    verb = draw(st.sampled_from(["达到", "提高到", f"由{percent / 100:g}%提高到"]))
    return f"{words}{rate}{verb}{amount}。", [("target", comparator, value, None, "%", deadline)]


@st.composite
def ranges(draw: st.DrawFn) -> Case:
    """Draw 1—2个, 200—300万元 (the scale of the second is the first's too), 50万—200万元."""
    words, deadline = draw(dates())
    low = draw(st.integers(2, 900))
    high, dash = low + draw(st.integers(1, 900)), draw(st.sampled_from(DASHES))
    if draw(st.booleans()):
        unit, thing = draw(st.sampled_from(COUNTS)), draw(st.sampled_from(THINGS))
        return f"{words}培育{low}{dash}{high}{unit}{thing}。", [("target", "range", low, high, unit, deadline)]
    left = draw(st.sampled_from(["", "万"]))
    text = f"{words}对新认定的企业，给予{low}{left}{dash}{high}万元奖励。"
    return text, [("funding", "range", low * 10**4, high * 10**4, "元", deadline)]


@st.composite
def lists(draw: st.DrawFn) -> Case:
    """Draw lists that share a verb (省级2个、市级11个、县级15个) or a unit (分别给予200万元、100万和30万元)."""
    words, deadline = draw(dates())
    values = draw(st.lists(st.integers(2, 999), min_size=3, max_size=3))
    if draw(st.booleans()):
        unit, thing = draw(st.sampled_from(COUNTS)), draw(st.sampled_from(["示范园区", "示范企业", "示范基地"]))
        parts = "、".join(f"{level}{thing}{v}{unit}" for level, v in zip(("省级", "市级", "县级"), values, strict=True))
        return f"{words}创建{parts}。", [("target", "=", v, None, unit, deadline) for v in values]
    a, b, c = values
    most = draw(st.sampled_from([("", "="), ("最高", "<=")]))
    scale = draw(st.sampled_from(["万元", "万"]))
    last = draw(st.sampled_from(["、", "和"]))
    gift = draw(st.sampled_from(["一次性奖励", "补助", "资金支持"]))
    text = f"{words}对国家级、省级、市级园区，分别给予{most[0]}{a}{scale}、{b}万元{last}{c}万元{gift}。"
    return text, [("funding", most[1], v * 10**4, None, "元", deadline) for v in values]


@st.composite
def series(draw: st.DrawFn) -> Case:
    """Draw yearly series: 2023年建设示范区20万亩,2024年达到60万亩; 2022—2025年依次为每公斤4元、3元、2元、1元."""
    first = draw(st.integers(2021, 2030))
    values = draw(st.lists(st.integers(2, 999), min_size=3, max_size=3))
    if draw(st.booleans()):
        (thing, unit), mark = draw(st.sampled_from(SIZES)), draw(st.sampled_from(["，", "、", "；"]))
        verbs = (f"建设{thing}", draw(st.sampled_from(["达到", "建成", "完成"])), "达到")
        parts = mark.join(
            f"{first + n}年{verb}{v}万{unit}" for n, (verb, v) in enumerate(zip(verbs, values, strict=True))
        )
        facts: list[Fact] = [("target", "=", v * 10**4, None, unit, str(first + n)) for n, v in enumerate(values)]
        return f"{parts}。", facts
    a, b, c = values
    if draw(st.booleans()):
        thing, unit = draw(st.sampled_from(THINGS)), draw(st.sampled_from(COUNTS))
        years = [first, first + draw(st.integers(1, 2)), first + draw(st.integers(3, 5))]
        joined = f"{years[0]}年、{years[1]}年{draw(st.sampled_from(['、', '和']))}{years[2]}年"
        amounts = f"{a}{unit}、{b}{unit}{draw(st.sampled_from(['、', '和']))}{c}{unit}"
        frame = draw(st.sampled_from(["{y}分别新建{t}{a}", "到{y}，{t}分别达到{a}", "全市{t}{y}分别达到{a}"]))
        handed: list[Fact] = [("target", "=", v, None, unit, str(y)) for v, y in zip(values, years, strict=True)]
        return f"{frame.format(y=joined, t=thing, a=amounts)}。", handed
    text = f"按实际销售量给予补贴，{first}—{first + 2}年依次为每公斤{a}元、{b}元、{c}元。"
    return text, [("funding", "=", v, None, "元", str(first + n)) for n, v in enumerate(values)]


@st.composite
def gifts(draw: st.DrawFn) -> Case:
    """Draw sums and shares that are given; the condition's own numbers are none."""
    (words, deadline), (number, value) = draw(dates()), draw(numbers())
    condition = draw(
        st.sampled_from(["对新认定的园区，", "对年营业收入超过5亿元的企业，", "对投资额2000万元以上的项目，", ""])
    )
    comparator, before = draw(st.sampled_from([("=", ""), ("<=", "最高"), ("<=", "不超过")]))
    if draw(st.booleans()):
        return f"{words}{condition}市财政给予{before}{number}元一次性奖励。", [
            ("funding", comparator, value, None, "元", deadline)
        ]
    percent = draw(st.integers(2, 90))
    return f"{words}{condition}按实际投资额的{percent}%给予补助，最高不超过{number}元。", [
        ("funding", "=", percent, None, "%", deadline),
        ("funding", "<=", value, None, "元", deadline),
    ]


@st.composite
def changes(draw: st.DrawFn) -> Case:
    """Draw growth, what doubles, ranks that move, and a date whose sentence holds words alone."""
    words, deadline = draw(dates())
    n, rate = draw(st.integers(2, 900)), draw(st.integers(1, 300)) / 10
    year = draw(st.integers(2024, 2035))
    facts: tuple[str, list[Fact]] = draw(
        st.sampled_from(
            [
                (f"{words}工业增加值年均增长{rate:g}%以上。", [("target", ">=", rate, None, "%", deadline)]),
                (f"{words}单位能耗下降{rate:g}%左右。", [("target", "~", rate, None, "%", deadline)]),
                (f"{words}工业营业收入实现倍增。", [("target", "=", 2, None, "倍", deadline)]),
                (f"{words}旅游收入翻两番。", [("target", "=", 2, None, "番", deadline)]),
                (f"{words}综合排名前移{n}位以上。", [("target", ">=", n, None, "位", deadline)]),
                (f"{words}惠及{n}万群众。", [("target", "=", n * 10**4, None, "", deadline)]),
                (
                    f"到{year}年，全面建成创新型城市。覆盖率达到{rate:g}%。",
                    [("target", "=", rate, None, "%", str(year))],
                ),
            ]
        )
    )
    return facts


@st.composite
def limits(draw: st.DrawFn) -> Case:
    """Draw limits of time, alone and in a row, and how long something is given."""
    a, b, c = draw(st.lists(st.integers(2, 90), min_size=3, max_size=3))
    unit = draw(st.sampled_from(["个工作日", "天", "小时"]))
    done = draw(st.sampled_from(["办结", "完成审批"]))
    term = draw(st.sampled_from(["年", "个月"]))
    facts: tuple[str, list[Fact]] = draw(
        st.sampled_from(
            [
                (f"登记表{a}{unit}内{done}。", [("target", "<=", a, None, unit, None)]),
                (
                    f"报告书{a}{unit}内、报告表{b}{unit}内、登记表{c}{unit}内{done}。",
                    [("target", "<=", v, None, unit, None) for v in (a, b, c)],
                ),
                (f"补贴期限不超过{a}{term}。", [("funding", "<=", a, None, term, None)]),
                (f"给予最长{a}{term}的租金补贴。", [("funding", "<=", a, None, term, None)]),
            ]
        )
    )
    return facts


@st.composite
def nothing(draw: st.DrawFn) -> Case:
    """Draw sentences whose numbers are names, conditions, titles and ordinals: none of them is a quantity."""
    n = draw(st.integers(2, 998))
    return draw(
        st.sampled_from(
            [
                f"推进G{n}国道建设前期工作。",
                f"根据《关于支持{n}个重点项目的意见》（某政发〔2021〕{n}号）要求，完善机制。",
                f"对投资额{n}万元以上、年纳税{n}万元以上的项目优先供地。",
                f"落实“{n}工程”部署，推广5G应用。",
                f"第{n}条 完善工作机制。",
                f"截至2020年底，全市已建成园区{n}个。",
            ]
        )
    ), []


KINDS: list[Callable[[], st.SearchStrategy[Case]]] = [
    singles, shares, ranges, lists, series, gifts, changes, limits, nothing,
]  # fmt: skip


RECEIVERS = [("国家级、省级、市级园区", ("国家级园区", "省级园区", "市级园区")),
             ("博士、硕士、本科毕业生", ("博士", "硕士", "本科毕业生")),
             ("5A级、4A级、3A级景区", ("5A级景区", "4A级景区", "3A级景区"))]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_each_receiver_gets_its_own_sum(data: st.DataObject) -> None:
    printed, names = data.draw(st.sampled_from(RECEIVERS))
    a, b, c = data.draw(st.lists(st.integers(2, 999), min_size=3, max_size=3))
    giver = data.draw(st.sampled_from(["", "市财政", "省财政"]))
    comma = data.draw(st.sampled_from(["", "，"]))
    text = f"对{printed}{comma}{giver}分别给予{a}万元、{b}万元和{c}万元奖励。"
    found = find_quantities(text)
    assert [(q.value, q.grant and q.grant.beneficiary) for q in found] == [
        (v * 10**4, n) for v, n in zip((a, b, c), names, strict=True)
    ]
    assert {q.grant and q.grant.giver for q in found} == {giver}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_what_it_was_and_what_it_is_for(data: st.DataObject) -> None:
    """由30%提高到45% keeps 30, 由2个、3个分别增加到4个、5个 keeps both; 每吨补贴300元 is per 吨."""
    old, new, other, more = (data.draw(st.integers(2, 99)) for _ in range(4))
    verb = data.draw(st.sampled_from(["提高到", "提高至", "提升至"]))
    rate = data.draw(st.sampled_from(["覆盖率", "城镇化率", "综合利用率"]))
    lead = data.draw(st.sampled_from(["", "力争", "到2026年，"]))
    found = find_quantities(f"{lead}{rate}由{old}%{verb}{new}%。")
    assert [(q.value, q.former_value) for q in found] == [(new, old)]
    found = find_quantities(f"{lead}{rate}、入园率由{old}%和{other}%分别{verb}{new}%和{more}%。")
    assert [(q.value, q.former_value) for q in found] == [(new, old), (more, other)]
    per = data.draw(st.sampled_from(["吨", "亩", "公里", "户", "人", "台", "标箱", "平方米"]))
    given = data.draw(st.sampled_from(["每{p}补贴{n}元。", "按每{p}{n}元给予补贴。", "给予{n}元/{p}的补贴。"]))
    found = find_quantities(given.format(p=per, n=new))
    assert [(q.value, q.kind, q.per or q.unit.partition("/")[2]) for q in found] == [(new, "funding", per)]


def row(headers: list[str], cells: list[str]) -> Item:
    """Make the item of a table's row; every cell stands behind the one before it."""
    at, passages = 0, []
    for cell in cells:
        passages.append(Passage.of(cell, at))
        at += len(cell) + 1
    columns = tuple(ColumnCell(h, "", "", Cell(p)) for h, p in zip(headers, passages, strict=True))
    empty = Passage("", ())
    return Item("row", "附件", "", "1", "1", ("1",), empty, passages[0], columns=columns)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_rows_of_indicator_tables_read_back(data: st.DataObject) -> None:
    """One target a year to come; the year before the paper's is the former value; signs are comparators."""
    printed, unit, factor = data.draw(
        st.sampled_from(
            [("亿元", "元", 10**8), ("%", "%", 1), ("万吨", "吨", 10**4), ("家", "家", 1), ("万千瓦", "千瓦", 10**4)]
        )
    )
    before, mid, late = data.draw(st.lists(st.integers(1, 99_999), min_size=3, max_size=3))
    mark, comparator = data.draw(
        st.sampled_from([("{n}", "="), ("≥{n}", ">="), ("{n}以上", ">="), ("{n}以内", "<="), ("{n}左右", "~")])
    )
    base, goal = data.draw(
        st.sampled_from(
            [("2020年", "{y}年"), ("2020年（基期值）", "{y}年目标值"), ("现状值（2020年）", "目标值（{y}年）")]
        )
    )
    cells = ["工业增加值", printed, str(before), mark.format(n=mid), mark.format(n=late), "预期性"]
    headers = ["指标名称", "单位", base, goal.format(y=2023), goal.format(y=2025), "属性"]
    made = table_row(row(headers, cells), "|".join(cells), "2021-04-20")
    assert made is not None and not made.unread
    assert [(q.indicator, q.comparator, q.value, q.unit, q.deadline, q.former_value) for q in made.quantities] == [
        ("工业增加值", comparator, pytest.approx(v * factor), unit, y, pytest.approx(before * factor))
        for v, y in ((mid, "2023"), (late, "2025"))
    ]


@pytest.mark.parametrize("cell", ["见附表1", "完成省下达任务（约2项）"])
def test_a_cell_that_cannot_be_read_is_said(cell: str) -> None:
    cells = ["工业增加值", "亿元", cell, "900"]
    made = table_row(row(["指标", "单位", "2023年", "2025年"], cells), "|".join(cells), "2022-01-01")
    assert made is not None and [p.text for p in made.unread] == [cell] and len(made.quantities) == 1


def cases() -> st.SearchStrategy[Case]:
    return st.one_of([k() for k in KINDS])


def read(text: str) -> list[Fact]:
    return [(q.kind, q.comparator, q.value, q.value_max, q.unit, q.deadline) for q in find_quantities(text)]


def check(case: Case) -> None:
    text, facts = case
    found = read(text)
    assert [(k, c, pytest.approx(v), m, u, d) for k, c, v, m, u, d in facts] == found, text


@pytest.mark.parametrize("kind", KINDS)
def test_made_sentences_of_each_kind_read_back(kind: Callable[[], st.SearchStrategy[Case]]) -> None:
    @settings(max_examples=150, deadline=None)
    @given(kind())
    def holds(case: Case) -> None:
        check(case)

    holds()


@pytest.mark.slow
@settings(max_examples=10_000, deadline=None)
@given(cases())
def test_ten_thousand_made_sentences_read_back(case: Case) -> None:
    check(case)


@settings(max_examples=300, deadline=None)
@given(st.lists(cases(), min_size=2, max_size=5))
def test_sentences_do_not_disturb_each_other(some: list[Case]) -> None:
    assert [f[2] for f in read("".join(text for text, _ in some))] == pytest.approx(
        [f[2] for _, facts in some for f in facts]
    )
