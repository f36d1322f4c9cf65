"""The five questions of a newcomer, with the mouse alone, from the first page; the clicks are counted."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser


class Mouse:
    """A reader who only clicks on links that he reads."""

    def __init__(self, page: Any) -> None:
        self.page, self.clicks = page, 0

    def click(self, name: str, within: str = "main", exact: bool = True) -> None:
        """Click on the first link of that name."""
        self.page.locator(within).get_by_role("link", name=name, exact=exact).first.click()
        self.page.wait_for_load_state()
        self.clicks += 1

    def read(self, within: str = "main") -> str:
        """Return what stands there, without white space."""
        return "".join(self.page.locator(within).inner_text().split())


@pytest.fixture
def mouse(visit: Any) -> Mouse:
    return Mouse(visit("/"))


def test_what_must_a_county_do_and_who_leads_it(mouse: Mouse) -> None:
    mouse.click("东阿县")
    # liaocheng-2023-12.txt, annex 2 no. 5 and the work plan's transport task
    assert "在市区打造杂技传承演绎发展基地" in mouse.read() and "负责聊城市文化和旅游局" in mouse.read()
    assert "构建综合立体交通体系" in mouse.read() and "牵头聊城市交通运输局" in mouse.read()
    assert mouse.clicks == 1


def test_which_items_of_the_county_economy_plan_are_led_by_a_bureau_in_heze(mouse: Mouse) -> None:
    mouse.click("菏泽市")
    mouse.click("菏泽市科技局")
    led = mouse.read("section.r-leads")
    # heze-2023-56.txt, rows 12 to 15: 市科技局牵头
    for task in ("促进区域协同科技创新", "充分发挥企业主体作用", "加快培育高水平科创平台", "加速推进科技成果转化"):
        assert task in led
    assert "菏政办字〔2023〕56号" in led and "承接山东省县域经济高质量发展三年行动方案" in led
    assert mouse.clicks == 2


def test_which_targets_of_a_city_are_due_in_a_year(mouse: Mouse) -> None:
    mouse.click("聊城市")
    promised = mouse.page.get_by_role("link", name="2025 年到期").inner_text()
    mouse.click("2025 年到期", exact=False)
    assert promised.split()[2] in mouse.read("[role=status]")  # as many as were promised
    assert set(mouse.page.locator(".hits .chip").all_inner_texts()) == {"目标"}
    assert "类型：目标" in mouse.read() and "年份：2025" in mouse.read() and "地区：聊城市" in mouse.read()
    assert mouse.clicks == 2


def test_what_became_of_a_body_and_where_the_sentence_stands(mouse: Mouse) -> None:
    """聊城银监分局: liaocheng-gazette-2019-02.txt still calls it so; the papers of 2023 name its successor's successor."""
    mouse.click("聊城市")
    mouse.click("国家金融监督管理总局聊城监管分局")
    told = mouse.read()
    assert "2018-12聊城银监分局更名为聊城银保监分局" in told
    assert "2023-07-20聊城银保监分局更名为国家金融监督管理总局聊城监管分局" in told
    mouse.click("看原句")
    assert "聊城银监分局" in mouse.read() and "liaocheng-gazette-2019-02.txt" in mouse.read()
    assert mouse.clicks == 3
