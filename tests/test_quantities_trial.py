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
        ("引进科研院所数十家。", ["科研院所>=20家"]),
        ("培育合作社几百家。", ["合作社>=200家"]),
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
