"""Time limits as papers print them, what they hand on to quantities, and what is said of who gives what to whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from policykg.build import build_corpus
from policykg.extract.deadlines import civil_deadline, inherit, last_day, paper_year
from policykg.extract.quantities import find_quantities
from policykg.extract.quantities_units import base_value
from policykg.model import Grant, Quantity


@pytest.mark.parametrize(
    ("printed", "issued", "day"),
    [
        ("2023年12月31日前取得成效", "", "2023-12-31"),  # 历城区任务分工表
        ("2025年底", "", "2025-12-31"),
        ("2025年（力争提前）", "", "2025-12-31"),
        ("2024年10月", "", "2024-10-31"),
        ("2024年2月底前", "", "2024-02-29"),
        ("2024年6月底前完成；持续推进", "", "2024-06-30"),
        ("2023—2025年", "", "2025-12-31"),
        ("2024年上半年", "", "2024-06-30"),
        ("11月底", "2023-08-25", "2023-11-30"),
        ("9月30日前", "2023-08-25", "2023-09-30"),
        ("3月底前", "2023-08-25", "2024-03-31"),
        ("6月底完成", "2020-05-12", "2020-06-30"),
        ("年底前", "2023-08-25", "2023-12-31"),
        ("年内持续推进", "2023-08-25", "2023-12-31"),
        ("第三季度", "2023-02-01", "2023-09-30"),
        ("全年", "2024-03-01", "2024-12-31"),
    ],
)
def test_a_time_limit_means_a_day(printed: str, issued: str, day: str) -> None:
    assert civil_deadline(printed, issued) == day


@pytest.mark.parametrize(
    "printed",
    ["", "长期", "长期坚持", "持续推进", "每月", "每季度", "每年11月底前完成", "汛期每日", "立即整改、长期坚持",
     "2023年1月1日起执行", "2024年采暖季前", "依据省、市局通知时间执行", "13月底"],
)  # fmt: skip
def test_a_time_limit_that_means_no_day(printed: str) -> None:
    assert civil_deadline(printed, "2023-08-25") == ""


def test_a_month_without_a_year_needs_the_papers() -> None:
    assert civil_deadline("11月底") == ""
    assert civil_deadline("11月底", "", paper_year("某政办〔2024〕6号", "")) == "2024-11-30"


def test_last_day_and_inheritance() -> None:
    assert [last_day(d) for d in ("2025", "2023-02", "2023-06-01")] == ["2025-12-31", "2023-02-28", "2023-06-01"]
    own, none = find_quantities("到2025年，建成园区3个。"), find_quantities("建成园区3个。")
    assert [(q.deadline, q.deadline_inherited) for q in inherit((*own, *none), "2024-12-31")] == [
        ("2025", None),
        (None, "2024-12-31"),
    ]
    assert inherit(none, "") == none


def test_records_have_the_day_of_their_time_limit(corpus: Path) -> None:
    """Read in licheng-2023-policy-list.txt: column 工作时限; row 9 says 30项, and no deadline of its own."""
    made = build_corpus([corpus / "licheng-2023-policy-list.txt"])
    limits = {r.deadline: r.deadline_date for r in made.records}
    assert limits["2023年12月31日前取得成效"] == "2023-12-31"
    assert all(limits[k] == "" for k in limits if "长期" in k or "通知时间" in k)
    (patents,) = (q for r in made.records for q in r.quantities if q.indicator == "专利导航项目")
    assert (patents.value, patents.deadline, patents.deadline_inherited) == (30, None, "2023-12-31")
    (posts,) = (q for r in made.records for q in r.quantities if q.value == 1918)
    assert (posts.deadline, posts.deadline_inherited) == ("2023", None)


# --- comparable values ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("争取资金20亿元。", "争取资金200000万元。"),
        ("建设高标准农田15万亩。", "建设高标准农田10000公顷。"),
        ("粮食产能稳定在110亿斤。", "粮食产能稳定在550万吨。"),
        ("新增装机400万千瓦。", "新增装机4000兆瓦。"),
        ("新建管网2公里。", "新建管网2000米。"),
        ("培育企业10家。", "培育企业10个。"),
        ("占比提高到30%。", "占比提高到3成。"),
    ],
)
def test_equal_amounts_have_equal_bases(one: str, other: str) -> None:
    (a,), (b,) = find_quantities(one), find_quantities(other)
    assert a.base_unit == b.base_unit != ""
    assert a.base_value == pytest.approx(b.base_value, rel=1e-6)


def test_a_range_has_two_bases_and_a_strange_unit_none() -> None:
    (found,) = find_quantities("市财政给予50万—200万元奖励。")
    assert (found.base_value, found.base_max, found.base_unit) == (500_000, 2_000_000, "元")
    (strange,) = find_quantities("日供能力提升至1.8万钵。")
    assert (strange.value, strange.unit, strange.base_value, strange.base_unit) == (18_000, "钵", None, "")
    assert base_value(1, "钵") is None


# --- who gives what to whom: sentences of 聊城市人民政府公报 2019年第2期 and in the manner of others ----------------------------


def grant(text: str) -> Grant:
    found = [q for q in find_quantities(text) if q.kind == "funding"]
    assert found and all(q.grant == found[0].grant for q in found)
    assert found[0].grant is not None
    return found[0].grant


@pytest.mark.parametrize(
    ("text", "giver", "beneficiary", "condition", "instrument"),
    [
        ("对首次获得国家级质量标杆的企业，一次性奖励100万元。", "", "企业", "对首次获得国家级质量标杆的企业", "award"),
        ("市财政对每年新增主营业务收入过20亿元的新经济园区给予一次性奖励30万元。",
         "市财政", "新经济园区", "对每年新增主营业务收入过20亿元的新经济园区", "award"),
        ("对新组织认定的省级境外经贸合作园区，市财政每个给予最高200万元贴息或奖补。",
         "市财政", "省级境外经贸合作园区", "对新组织认定的省级境外经贸合作园区", "interest-subsidy"),
        ("对年主营业务收入首次超过500亿元的制造业企业，给予企业经营者一次性奖励100万元。",
         "", "企业经营者", "对年主营业务收入首次超过500亿元的制造业企业", "award"),
        ("设立1亿元的新经济发展基金。", "", "", "", "fund"),
        ("市财政统筹安排专项债券5亿元。", "市财政", "", "", "bond"),
        ("从使用的月份起，免征城镇土地使用税10年。", "", "", "", "tax-relief"),
        ("省财政按照保费不低于50%的比例给予补贴。", "省财政", "", "", "insurance-subsidy"),
        ("对购买一级能效家电的消费者，按销售价格的20%给予补贴。", "", "消费者", "对购买一级能效家电的消费者", "subsidy"),
        ("对通过认定的高新技术企业，给予10万元补助。", "", "高新技术企业", "对通过认定的高新技术企业", "grant"),
    ],
)  # fmt: skip
def test_grant(text: str, giver: str, beneficiary: str, condition: str, instrument: str) -> None:
    assert grant(text) == Grant(giver, beneficiary, condition, instrument)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("对获得中国质量奖的企业由市财政一次性奖励200万元，由县财政配套奖励100万元。", [("市财政", "企业"), ("县财政", "企业")]),
        ("由市财政承担30%、县财政承担70%。", [("市财政", ""), ("县财政", "")]),
        ("省、市、县三级财政分别承担50%、30%、20%。", [("省财政", ""), ("市财政", ""), ("县财政", "")]),
        ("对首次获得国家级质量标杆、省级质量标杆的企业，分别一次性奖励100万元、50万元。",
         [("", "国家级质量标杆企业"), ("", "省级质量标杆企业")]),
        ("分别给予国家级、省级平台200万元、100万元。", [("", "国家级平台"), ("", "省级平台")]),
        ("由所在县级人民政府给予不超过50万元补助。", [("所在县级人民政府", "")]),
        ("省科技厅给予每家新型研发机构300万元经费支持。", [("省科技厅", "新型研发机构")]),
        ("省级园区奖励300万元，市级园区奖励200万元。", [("", "省级园区"), ("", "市级园区")]),
        ("注册资本5000万元以上的总部企业，给予500万元落户奖励。", [("", "总部企业")]),
        ("奖励企业50万元、管理团队20万元。", [("", "企业"), ("", "管理团队")]),
        ("企业给予员工不低于5000元奖励的，县财政按50%予以补贴。", [("县财政", "")]),
        ("支持企业上市，给予1000万元奖励，其中成功上市500万元。", [("", ""), ("", "")]),
    ],
)  # fmt: skip
def test_who_gives_whom_what(text: str, expected: list[tuple[str, str]]) -> None:
    found = [q.grant for q in find_quantities(text) if q.grant]
    assert [(g.giver, g.beneficiary) for g in found] == expected


def test_only_funding_has_a_grant_and_all_of_it_is_printed() -> None:
    (target,) = find_quantities("培育企业10家。")
    assert target.grant is None
    text = "市财政对新认定的示范园区，给予20万元奖励；对其他园区不补助。"
    (found,) = find_quantities(text)
    assert isinstance(found, Quantity) and found.grant is not None
    assert all(part in text for part in (found.grant.giver, found.grant.beneficiary, found.grant.condition))


def test_a_condition_does_not_pass_a_semicolon() -> None:
    first, second = find_quantities("对示范园区，给予20万元奖励；每年安排经费5万元。")
    assert first.grant is not None and second.grant is not None
    assert (first.grant.condition, second.grant.condition) == ("对示范园区", "")
