"""Officials of a chronicle: every entry of the gazette read by eye, and the sentences' forms in made-up entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from policykg.build import build_corpus
from policykg.extract.people import officials
from policykg.model import Passage

MAYOR = "宋军继:市委副书记+市长"
LI = "李春田:市委副书记+冠县县委书记"
CHEN = "陈秀兴:市委常委+秘书长"
GUO = "郭建民:市委常委+常务副市长"
ZHANG = "张同奇:市政府秘书长"
CHENG = "成伟:副市长+市公安局局长"

#: The 29 entries of 大事记 (January 2019) in the order of the gazette: each person with the posts printed in front.
GAZETTE = (
    f"{MAYOR} {LI} 郭建民 王彤宇 秦存华 杜昌伟 刘升勤 陈秀兴",
    MAYOR,
    f"{MAYOR} 郭建民 马丽红 洪玉振 成伟 田中俊 张金伦 靳凤莲 张同奇",
    MAYOR,
    f"{MAYOR} 洪玉振:副市长 张连臣:聊城市技师学院党委书记+高新区党工委书记+管委会主任 {ZHANG}",
    f"{MAYOR} {GUO} 张金伦:市政协副主席+市城管局局长 {ZHANG}",
    f"张士俊:省教育厅副厅长 {CHENG}",
    f"{MAYOR} 任晓旺:副市长 洪玉振:副市长 成伟:副市长",
    f"{MAYOR} 卢锦钦:全港各区工商联会长",
    f"{MAYOR} {LI}",
    f"{MAYOR} 张旋宇:市政协主席 {LI} {GUO} 马丽红:副市长 任晓旺:副市长 洪玉振:副市长 成伟:副市长 田中俊:副市长",
    "赵振国:省公共就业和人才服务中心主任 杜昌伟:市委常委+组织部部长+市妇儿工委主任 "
    "陈秀兴:市委常委+秘书长+市直机关工委书记 田中俊:副市长+市妇儿工委副主任",
    f"{MAYOR} 张旋宇:市政协主席 {LI} 杜昌伟:市委常委+组织部部长 {CHEN} 李志华:市人大常委会副主任",
    f"{MAYOR} {CHEN}",
    f"{MAYOR} 任晓旺:副市长 {ZHANG}",
    "洪玉振:副市长",
    f"蔡东清:中原油田党委副书记+工会主席 {CHENG}",
    f"{MAYOR} 洪玉振 靳凤莲 张同奇",
    f"{MAYOR} 陈智:香港铜锣湾集团董事局主席+香港国际投资总会联席理事长+香港大中华诗词协会会长 {ZHANG}",
    f"于杰:副省长 {MAYOR} {GUO} 靳凤莲:聊城职业技术学院党委书记+市政府副秘书长+市国土局局长 {ZHANG}",
    f"拉科:海北藏族自治州政协副主席+刚察县委书记 {MAYOR} 刘升勤:市委常委+宣传部部长 任晓旺:副市长 马卫红:市政协副主席",
    f"龚正:省委副书记+省长 杨东奇 关志鸥 林峰海 王书坚 于国安 孙继业 于杰 刘强 {MAYOR} 马丽红 任晓旺 洪玉振 张同奇",
    MAYOR,
    f"{MAYOR} 郭建民 马丽红 洪玉振 成伟 田中俊 马保杰 张金伦 张同奇",
    f"{MAYOR} 马丽红:副市长 王广柱:市政协副主席 {ZHANG}",
    f"{MAYOR} {ZHANG}",
    f"{MAYOR} 郭建民 洪玉振 成伟 田中俊 张同奇 马丽红",
    "宋军继:市委副书记+市长+市政府党组书记",
    f"{MAYOR} {LI} {CHEN} 于海波:市委常委+聊城军分区司令员 {CHENG}",
)


def shown(text: str, known: frozenset[str] = frozenset()) -> str:
    return " ".join(
        f"{o.person}:{'+'.join(o.posts)}" if o.posts else o.person for o in officials(Passage.of(text), known)
    )


def test_every_entry_of_the_gazette(corpus: Path):
    events = [r.event for r in build_corpus([corpus / "liaocheng-gazette-2019-02.txt"]).records if r.event]
    got = [" ".join(f"{o.person}:{'+'.join(o.posts)}" if o.posts else o.person for o in e.officials) for e in events]
    assert got == list(GAZETTE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市长甲会见会长李四。", "李四:会长"),  # 甲 alone is no name, yet its post is not the guest's
        ("市长王明会见某大学原校区主任、某协会会长李四平一行。", "王明:市长 李四平:某大学原校区主任+某协会会长"),
        ("副市长王伟陪同活动。", "王伟:副市长"),
        ("县长王明带队赴某市考察。", "王明:县长"),
        ("州长王明、副州长李强、州政府秘书长张同参加活动。", "王明:州长 李强:副州长 张同:州政府秘书长"),
        ("市委书记欧阳明主持会议。", "欧阳明:市委书记"),
        ("市委书记王 明 主持会议。", "王明:市委书记"),
        ("征求对市委常委班子及其成员的意见。", ""),
        ("会议听取市委书记、市长关于全年工作的汇报。", ""),
        ("省应急厅厅长王明来我市督导，副市长李强陪同。", "王明:省应急厅厅长 李强:副市长"),
        ("市政协主席王明看望老党员代表。", "王明:市政协主席"),
        ("全体干部出席会议。高层参加活动。", ""),
    ],
)
def test_forms_of_sentences(text, expected):
    assert shown(text) == expected


def test_a_person_alone_without_a_post_counts_only_when_known():
    assert shown("会议召开。王明列席会议。") == ""
    assert shown("会议召开。王明列席会议。", frozenset({"王明"})) == "王明"


def test_compound_surnames():
    assert shown("市长欧阳明、副市长司马青云出席会议。") == "欧阳明:市长 司马青云:副市长"


def test_spans_hold_the_names():
    text = "市委书记王 明、市长李\n强出席。"
    for official in officials(Passage.of(text)):
        assert "".join(text[official.start : official.end].split()) == official.person
