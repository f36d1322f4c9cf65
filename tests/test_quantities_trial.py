"""What an outsider's trial showed: numerals with 数, 上 and 半, classes, tables of targets, items that begin with a date."""

from __future__ import annotations

from pathlib import Path

import pytest

from policykg.build import build_corpus
from policykg.extract.quantities import find_quantities
from policykg.extract.quantities_units import base_value
from policykg.records import Record


def found(text: str, date: str = "2024-03-01") -> list[str]:
    """Write each quantity as indicator, comparator, value and unit."""
    return [f"{q.indicator}{q.comparator}{q.value:.12g}{q.unit}" for q in find_quantities(text, "text", date)]


def built(path: Path, text: str) -> tuple[Record, ...]:
    path.write_text(text, encoding="utf-8")
    return build_corpus([path]).records


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("引进科研院所数十家。", ["科研院所>=10家"]),
        ("培育合作社几百家。", ["合作社>=100家"]),
        ("建成驿站上千个。", ["驿站>=1000个"]),
        ("培育示范户十几户。", ["示范户>=10户"]),
        ("带动千余家农户。", ["农户>=1000家"]),
        ("力争登记个体户达到廿六万户。", ["登记个体户=260000户"]),
        ("到2025年，过半社区建成食堂。", ["社区>=0.5"]),
        ("半数以上社区建成食堂。", ["社区>=0.5"]),
        ("线上服务企业以上千家为主。", []),
        ("经过半年努力，实现三、四类隧道动态清零。", []),
        ("整治三类水体河段4条。", ["三类水体河段=4条"]),
        ("饮用水合格率保持９５％以上。", ["饮用水合格率>=95%"]),
        ("从业人数百人以上企业优先。", []),
    ],
)
def test_numerals_in_words(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_equal_areas_and_rates_have_equal_bases() -> None:
    assert base_value(3000, "亩") == base_value(200, "公顷") == (2000000.0, "m2")
    assert base_value(300, "元/吨") == base_value(0.3, "元/公斤")


def test_a_table_whose_value_column_is_called_target(tmp_path: Path) -> None:
    records = built(
        tmp_path / "t.csv",
        "序号,工作任务,目标（2024年）,单位,完成时限,责任单位\n"
        "1,新改建厕所,800,座,2024年9月底,市农业农村局\n2,改良茶园,1.2,万亩,,市林业局\n3,水质达标率,≥90,%,全年,市水利局\n",
    )
    assert [
        (q.indicator, q.comparator, q.value, q.unit, q.deadline, q.deadline_inherited)
        for r in records
        for q in r.quantities
    ] == [
        ("新改建厕所", "=", 800, "座", None, "2024-09-30"),
        ("改良茶园", "=", 12000, "亩", "2024", None),
        ("水质达标率", ">=", 90, "%", "2024", None),
    ]


def test_the_money_column_beside_targets(tmp_path: Path) -> None:
    records = built(
        tmp_path / "t.csv",
        "序号,项目,年度目标,资金（万元）,完成时限,牵头单位\n"
        "1,小区改造,改造90个小区,4500,2024年8月底,市住建局\n2,新建公厕,60座,300,2024年8月底,市城管局\n",
    )
    assert [(r.ordinal, q.indicator, q.value, q.unit) for r in records for q in r.quantities] == [
        ("1", "小区", 90, "个"),
        ("1", "资金", 45000000, "元"),
        ("2", "新建公厕", 60, "座"),
        ("2", "资金", 3000000, "元"),
    ]


def test_items_that_begin_with_a_date_or_5g(tmp_path: Path) -> None:
    records = built(
        tmp_path / "t.txt",
        "某县人民政府办公室关于印发工作要点的通知\n某政办发〔2023〕5号\n\n一、主要任务\n"
        "1.培育龙头企业8家。（责任单位：县农业农村局）\n2.4月30日前完成农机检修600台。（责任单位：县水利局）\n"
        "3.5G基站新增200个。（责任单位：县财政局）\n",
    )
    assert [(r.ordinal, [q.indicator for q in r.quantities]) for r in records] == [
        ("1", ["龙头企业"]),
        ("2", ["农机检修"]),
        ("3", ["5G基站"]),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("申报补贴的企业须年纳税不低于800万元，且研发人员占比达到12%以上。", []),
        ("申请资助的合作社应有社员40户以上、面积不少于150亩。", []),
        ("企业配套资金不少于600万元。", []),
        ("给予企业配套资金60万元。", ["企业配套资金=600000元"]),
        ("工业能耗下降12%，审批材料减少40%。", ["工业能耗下降=12%", "审批材料减少=40%"]),
        ("能耗降至12吨以下。", ["能耗<=12吨"]),
        ("空气优良天数不少于300天。", ["空气优良天数>=300天"]),
        ("标准厂房租金控制在每平方米20元以下。", ["标准厂房租金<=20元"]),
        ("组建6支队伍。", ["队伍=6支"]),
        ("吸纳脱贫劳动力2万人次。", ["脱贫劳动力=20000人次"]),
        ("科研中心较2020年的12家翻一番。", ["科研中心=1番"]),
        ("全年实现增加值800亿元。", ["增加值=80000000000元"]),
    ],
)
def test_conditions_falls_and_small_forms(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "到2026年，商标由3万件、专利由20万件分别增至5万件、32万件。",
            [("商标", 50000, 30000), ("专利", 320000, 200000)],
        ),
        ("商标、专利分别由3万件、20万件增至5万件、32万件。", [("商标", 50000, 30000), ("专利", 320000, 200000)]),
        ("宽带覆盖率从2020年的71%、2022年的85%提升到2025年的96%。", [("宽带覆盖率", 96, 85)]),
    ],
)
def test_former_values_of_several(text: str, expected: list[tuple[str, float, float]]) -> None:
    made = find_quantities(text, "text", "2024-03-01")
    assert [(q.indicator, q.value, q.former_value) for q in made] == expected


def test_years_without_their_sign_are_handed_out() -> None:
    made = find_quantities("力争2024、2025、2026年分别新增上市企业6家、9家、11家。", "text", "2024-03-01")
    assert [(q.value, q.deadline) for q in made] == [(6, "2024"), (9, "2025"), (11, "2026")]


def test_rates_of_a_list_are_rates() -> None:
    assert [q.mode for q in find_quantities("财政收入增长8%、力争9%、冲刺11%。")] == ["rate", "rate", "rate"]


def test_who_gives_and_who_receives() -> None:
    grants = [q.grant for q in find_quantities("省财政每年安排补助资金9亿元；市县两级每年投入不少于6亿元。")]
    assert [g.giver for g in grants if g] == ["省财政", "市县两级"]
    made = find_quantities("对新评为国家5A级、4A级景区的，分别给予景区运营企业400万元、100万元奖励。")
    assert [q.grant.beneficiary for q in made if q.grant] == ["景区运营企业", "景区运营企业"]
    assert [q.grant.instrument for q in find_quantities("检验检测费下浮20%。") if q.grant] == ["discount"]
