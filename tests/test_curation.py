"""Decisions of people: read from CSV, applied to names, reapplied at every build, listed for review."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from policykg.analyse.review import COLUMNS, review, review_csv
from policykg.build import build_corpus, build_graph, load_corpus
from policykg.cli import main
from policykg.errors import CurationError
from policykg.records import Corpus, Record
from policykg.resolve import curation
from policykg.resolve.curation import read_decisions
from policykg.store import open_graph

HEADER = "mention,where,decision,value,who,when,why\n"
PAPER = """聊城市人民政府
聊政字〔2024〕90号

聊城市人民政府关于印发聊城市平台建设方案的通知

一、重点任务

1. 建设数据平台。（牵头单位：市工生健康委；配合单位：新兴产业集群专班、市科技局）
2. 建设交易中心。（牵头单位：新兴产业集群专班）
3. 完善服务体系。（牵头单位：市民政局；配合单位：市财政局）
"""


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.txt"
    path.write_text(PAPER, encoding="utf-8")
    return path


def built(paper: Path, *lines: str) -> Corpus:
    file = paper.with_name("decisions.csv")
    file.write_text(HEADER + "".join(x + "\n" for x in lines), encoding="utf-8")
    return build_corpus([paper], None, file)


def roles(corpus: Corpus) -> dict[str, list[tuple[str, str]]]:
    return {r.ordinal: [(a.agency.label, a.role) for a in r.roles] for r in corpus.records}


def of(corpus: Corpus, ordinal: str) -> Record:
    return next(r for r in corpus.records if r.ordinal == ordinal)


PLAIN = {
    "1": [("聊城市卫生健康委", "leads"), ("聊城市新兴产业集群专班", "assists"), ("聊城市科技局", "assists")],
    "2": [("聊城市新兴产业集群专班", "leads")],
    "3": [("聊城市民政局", "leads"), ("聊城市财政局", "assists")],
}


def test_without_decisions(paper):
    assert roles(build_corpus([paper])) == PLAIN
    assert roles(built(paper)) == PLAIN


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        # the printed name reads another
        ("新兴产业集群专班,,name,市工业和信息化局,某科,2024-05-06,专班设在该局", {"1": 1, "2": 0}),
        # it is that body, named so that it can be read anywhere, or by its key
        ("新兴产业集群专班,,same,聊城市工业和信息化局,,,", {"1": 1, "2": 0}),
    ],
)
def test_a_name_becomes_a_body(paper, line, changed):
    corpus = built(paper, line)
    for ordinal, n in changed.items():
        a = of(corpus, ordinal).roles[n]
        assert a.agency.key.startswith("371500.") and "工业和信息化局" in a.agency.label
        assert (a.printed, a.rule, a.score) == ("新兴产业集群专班", "curation", 1.0)
    keys = {a.key for a in corpus.agencies}
    assert of(corpus, "2").roles[0].agency.key in keys
    assert "371500.新兴产业集群专班" not in keys
    codes = [i.code for i in corpus.issues]
    assert "name-unresolved" not in codes and codes.count("curated") == 2
    assert "curation-unused" not in codes


def test_same_by_key_of_a_body_in_the_paper(paper):
    corpus = built(paper, "新兴产业集群专班,,same,agency:371500.民政局,,,")
    assert roles(corpus)["2"] == [("聊城市民政局", "leads")]


def test_not_same_takes_a_repair_back(paper):
    assert of(build_corpus([paper]), "1").roles[0].repair == "市卫生健康委"
    for value in ("", "市卫生健康委", "聊城市卫生健康委", "371500.卫生健康委"):
        first = of(built(paper, f"市工生健康委,,not-same,{value},,,"), "1").roles[0]
        assert (first.agency.kind, first.agency.name, first.repair, first.rule) == (
            "unresolved",
            "市工生健康委",
            "",
            "curation",
        )
    corpus = built(paper, "市工生健康委,,not-same,市民政局,,,")  # it was never read as that
    assert roles(corpus) == PLAIN
    assert [i.code for i in corpus.issues if i.path.endswith("decisions.csv")] == ["curation-unused"]


def test_role(paper):
    corpus = built(paper, "市财政局,,role,leads,,,")
    assert roles(corpus)["3"] == [("聊城市民政局", "leads"), ("聊城市财政局", "leads")]


@pytest.mark.parametrize("decision", ["drop", "not-a-body"])
def test_drop_and_not_a_body(paper, decision):
    corpus = built(paper, f"新兴产业集群专班,,{decision},,,,")
    assert roles(corpus) == {"1": [PLAIN["1"][0], PLAIN["1"][2]], "2": [], "3": PLAIN["3"]}
    assert of(corpus, "2").absence == "NotResolved"
    assert "371500.新兴产业集群专班" not in {a.key for a in corpus.agencies}


@pytest.mark.parametrize(
    ("where", "hit"),
    [
        ("item:聊政字-2024-90.正文.一.2", {"2"}),
        ("聊政字-2024-90.正文.一.2", {"2"}),
        ("聊政字〔2024〕90号", {"1", "2"}),
        ("聊政字[2024]90号", {"1", "2"}),
        ("doc:聊政字-2024-90", {"1", "2"}),
        ("371500", {"1", "2"}),
        ("371700", set()),
        ("聊政字〔2024〕91号", set()),
    ],
)
def test_where(paper, where, hit):
    corpus = built(paper, f"新兴产业集群专班,{where},drop,,,,")
    gone = {o for o, found in roles(corpus).items() if ("聊城市新兴产业集群专班" not in dict(found)) and o != "3"}
    assert gone == hit
    assert ("curation-unused" in [i.code for i in corpus.issues]) == (not hit)


def test_the_narrower_and_the_later_line_wins(paper):
    narrow = "新兴产业集群专班,聊政字-2024-90.正文.一.2,name,市民政局,,,"
    corpus = built(paper, narrow, "新兴产业集群专班,,name,市科技局,,,")
    assert roles(corpus)["2"] == [("聊城市民政局", "leads")]
    corpus = built(paper, "新兴产业集群专班,,name,市民政局,,,", "新兴产业集群专班,,name,市审计局,,,")
    assert roles(corpus)["2"] == [("聊城市审计局", "leads")]


def test_a_body_that_is_in_the_list_already_counts_once(paper):
    corpus = built(paper, "新兴产业集群专班,,name,市科技局,,,")
    assert roles(corpus)["1"] == [("聊城市卫生健康委", "leads"), ("聊城市科技局", "assists")]


def test_who_when_and_why_stand_in_the_record_and_the_graph(paper, tmp_path):
    file = tmp_path / "d.csv"
    file.write_text(HEADER + "市工生健康委,,name,市卫生健康委,某某科,2024-05-06,误印\n", encoding="utf-8")
    report = build_graph([paper], tmp_path / "kg", curation=file)
    (issue,) = [i for i in report.files[0].issues if i.code == "curated"]
    assert issue.values == ("市工生健康委", "name", "市卫生健康委", "某某科", "2024-05-06", "误印")
    text = PAPER.splitlines()[issue.line - 1]
    assert "市工生健康委" in text
    records = [json.loads(x) for x in (tmp_path / "kg/records.jsonl").read_text("utf-8").splitlines()]
    (mine,) = [i for i in records[0]["issues"] if i["code"] == "curated"]
    assert "某某科" in json.dumps(mine, ensure_ascii=False)
    graph = open_graph(tmp_path / "kg", memory=True)
    found = graph.select(
        "PREFIX pol: <https://w3id.org/policykg/ontology#> SELECT ?m ?p ?r "
        '{ ?i pol:issueCode "curated" ; pol:message ?m . ?a pol:rule "curation" ; pol:printed ?p ; pol:score ?s . '
        "OPTIONAL { ?x pol:repairs ?a ; pol:corrected ?r } FILTER(CONTAINS(?m, '误印')) }"
    )
    assert {(p.value, r.value) for _, p, r in found.rows if p and r} == {("市工生健康委", "市卫生健康委")}


def test_the_report_tells_what_was_of_no_use(paper, tmp_path):
    file = tmp_path / "d.csv"
    file.write_text(HEADER + "\n市某某局,,drop,,,,\n新兴产业集群专班,,same,没有的机构名,,,\n", encoding="utf-8")
    result = CliRunner().invoke(
        main, ["build", str(paper), "-o", str(tmp_path / "kg"), "--curation", str(file), "--lang", "en"]
    )
    assert result.exit_code == 0
    assert f"{file}:3: the decision on '市某某局' (drop)" in result.stdout
    assert f"{file}:4: the decision on '新兴产业集群专班' (same)" in result.stdout


def test_appointments(corpus: Path, tmp_path):
    plain = build_corpus([corpus / "liaocheng-gazette-2019-02.txt"])
    record = next(r for r in plain.records if r.appointment and r.appointment.agency)
    assert record.appointment is not None
    file = tmp_path / "d.csv"
    file.write_text(HEADER + f"{record.appointment.body},{record.key},name,市审计局,,,\n", encoding="utf-8")
    after = build_corpus([corpus / "liaocheng-gazette-2019-02.txt"], None, file)
    changed = next(r for r in after.records if r.key == record.key)
    assert changed.appointment is not None and changed.appointment.agency == "371500.审计局"
    assert "371500.审计局" in {a.key for a in after.agencies}
    assert [r for r in after.records if r.key != record.key] == [r for r in plain.records if r.key != record.key]


# --- papers and bodies no lexicon composes --------------------------------------------------------


def test_same_names_a_body_that_cannot_be_composed(paper):
    corpus = built(paper, "新兴产业集群专班,,same,110000.北京大学,,,")
    (role,) = of(corpus, "2").roles
    assert (role.agency.key, role.agency.kind, role.agency.jurisdiction) == ("110000.北京大学", "agency", "110000")
    assert "110000.北京大学" in {a.key for a in corpus.agencies}
    unknown = built(paper, "新兴产业集群专班,,same,999999.北京大学,,,")
    assert "curation-unused" in [i.code for i in unknown.issues]


def two(folder: Path, *lines: str, number: str = "聊政字〔2025〕91号") -> Corpus:
    papers = folder / "two"
    papers.mkdir(exist_ok=True)
    (papers / "a.txt").write_text(PAPER, encoding="utf-8")
    (papers / "b.txt").write_text(PAPER.replace("聊政字〔2024〕90号", number) + "\n", encoding="utf-8")
    file = folder / "d.csv"
    file.write_text(HEADER + "".join(x + "\n" for x in lines), encoding="utf-8")
    return build_corpus([papers], None, file)


def papers_of(corpus: Corpus) -> list[tuple[str, int]]:
    return [(d.key, sum(r.document == d.key for r in corpus.records)) for d in corpus.documents]


@pytest.mark.parametrize(
    "line",
    [
        "聊政字〔2025〕91号,,same,聊政字〔2024〕90号,某科,2025-01-02,更正重发",
        "doc:聊政字-2024-90,,same,doc:聊政字-2025-91,某科,2025-01-02,更正重发",
        "file:b.txt,,same,file:a.txt,某科,2025-01-02,更正重发",
    ],
)
def test_two_papers_are_one_by_decision(line, tmp_path):
    assert papers_of(two(tmp_path)) == [("聊政字-2024-90", 3), ("聊政字-2025-91", 3)]
    corpus = two(tmp_path, line)
    assert papers_of(corpus) == [("聊政字-2024-90", 3)]
    assert [len(r.attested_by) for r in corpus.records] == [1, 1, 1]
    (told,) = [i for i in corpus.issues if i.code == "curated"]
    assert told.values[1] == "same" and told.values[3:] == ("某科", "2025-01-02", "更正重发")


def test_one_number_is_two_papers_by_decision(tmp_path):
    assert papers_of(two(tmp_path, number="聊政字〔2024〕90号")) == [("聊政字-2024-90", 3)]
    corpus = two(tmp_path, "file:a.txt,,not-same,file:b.txt,,,", number="聊政字〔2024〕90号")
    assert papers_of(corpus) == [("聊政字-2024-90", 3), ("聊政字-2024-90-2", 3)]
    assert len({r.key for r in corpus.records}) == 6


def test_the_issuer_by_decision_moves_what_is_read(tmp_path):
    corpus = two(tmp_path, "聊政字〔2025〕91号,,issuer,菏泽市人民政府,,,")
    issuers = {d.key: (d.issuer_key, d.jurisdiction) for d in corpus.documents}
    assert issuers["聊政字-2025-91"] == ("371700.人民政府", "371700")
    assert issuers["聊政字-2024-90"] == ("371500.人民政府", "371500")
    moved = [r for r in corpus.records if r.document == "聊政字-2025-91" and r.ordinal == "3"]
    assert [a.agency.key for a in moved[0].roles] == ["371700.民政局", "371700.财政局"]


def test_a_decision_on_a_paper_that_was_not_read_is_told(tmp_path):
    corpus = two(tmp_path, "聊政字〔1999〕1号,,issuer,菏泽市人民政府,,,", "doc:无,,not-same,doc:也无,,,")
    assert [i.line for i in corpus.issues if i.code == "curation-unused"] == [2, 3]


# --- malformed files ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "empty"),
        ("name,decision\n甲,drop\n", 1, "no column"),
        (HEADER + "某局,,delete,,,,\n", 2, "delete"),
        (HEADER + "\n# a remark\n某局,,name,,,,\n", 4, "needs a value"),
        (HEADER + "某局,,role,boss,,,\n", 2, "boss"),
        (HEADER + ",,drop,,,,\n", 2, "no mention"),
        (HEADER + "某局,,drop,,某科,5月6日,\n", 2, "5月6日"),
        (HEADER + '某局,,drop,,"某科,,\n', 2, "CSV"),
        (HEADER + "市财政局,,issuer,市政府,,,\n", 2, "issuer is said of a paper"),
        (HEADER + "聊政字〔2024〕90号,,not-same,,,,\n", 2, "of a paper say"),
        (HEADER + "聊政字〔2024〕90号,,drop,,,,\n", 2, "of a paper say"),
    ],
)
def test_a_malformed_file_is_told_by_line(text, line, says):
    with pytest.raises(CurationError, match=f"^d.csv:{line}: .*{says}"):
        read_decisions(text, "d.csv")


def test_a_malformed_file_ends_the_build_in_one_line(paper, tmp_path):
    for file, content in (
        ("bad.csv", HEADER + "某局,,delete,,,,\n"),
        ("none.csv", None),
        ("gb.csv", "提名".encode("gb18030")),
    ):
        path = tmp_path / file
        if content is not None:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        result = CliRunner().invoke(main, ["build", str(paper), "-o", str(tmp_path / "kg"), "--curation", str(path)])
        assert result.exit_code == 3
        assert str(path) in result.stderr and result.stderr.count("\n") == 1
        assert not (tmp_path / "kg").exists()


def test_lines_without_a_decision_and_spreadsheet_forms():
    text = "\ufeff" + HEADER.strip() + ",kind\r\n某 局,,,,,,,weak\r\n'=1,,drop,,,,,\r\n 某\n".replace(" 某\n", "")
    (decision,) = read_decisions(text, "d.csv")
    assert (decision.mention, decision.decision, decision.line) == ("=1", "drop", 3)


def test_every_decision_is_described():
    assert curation.__doc__ is not None
    for name in (*curation.DECISIONS, *curation.COLUMNS):
        assert f" {name} " in curation.__doc__ or f" {name}," in curation.__doc__, name


def against(corpus: Corpus) -> list[tuple[int, tuple[str, ...]]]:
    return [(i.line, i.values) for i in corpus.issues if i.code == "curation-contradicts"]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        # line 1 is the header
        (("市民政局,,same,市科技局,,,", "市民政局,,not-a-body,,,,"), [(3, ("市民政局", "not-a-body", "2"))]),
        (("市民政局,,drop,,,,", "市财政局,,drop,,,,", "市 民政局,,name,市科技局,,,"), [(4, ("市民政局", "name", "2"))]),
        (("市民政局,,same,市科技局,,,", "市民政局,,same,市水利局,,,"), [(3, ("市民政局", "same", "2"))]),
        # by its printed form and by its label
        (("市民政局,,role,assists,,,", "聊城市民政局,,role,responsible,,,"), [(3, ("聊城市民政局", "role", "2"))]),
        (("市民政局,,same,聊城市民政局,,,", "市民政局,,not-same,,,,"), [(3, ("市民政局", "not-same", "2"))]),
        # said twice, in two ways
        (("市民政局,,same,市科技局,,,", "市民政局,,same,聊城市科技局,,,", "市民政局,,name,市科技局,,,"), []),
        (("市民政局,,drop,,,,", "市民政局,,not-a-body,,,,"), []),
        # one of them about the body, one about what it does
        (("市民政局,,same,市科技局,,,", "市民政局,,role,assists,,,"), []),
        (("市民政局,,not-same,聊城市民政局,,,", "市民政局,,same,市科技局,,,"), []),
        # a narrower line is an exception to a wider one
        (("市民政局,,same,市科技局,,,", "市民政局,聊政字〔2024〕90号,not-a-body,,,,"), []),
    ],
)
def test_a_line_that_contradicts_another_is_told_with_both_lines(paper, lines, told):
    assert against(built(paper, *lines)) == told


def test_the_later_of_two_contradicting_lines_holds(paper):
    corpus = built(paper, "市民政局,,not-a-body,,,,", "市民政局,,same,聊城市科技局,,,")
    assert roles(corpus)["3"] == [("聊城市科技局", "leads"), ("聊城市财政局", "assists")]
    assert against(corpus) == [(3, ("市民政局", "same", "2"))]


def test_contradicting_decisions_on_a_pair_of_items_are_told(paper):
    one, two = (r.key for r in build_corpus([paper]).records[:2])
    corpus = built(paper, f"item:{one},,same,item:{two},,,", f"item:{two},,not-same,item:{one},,,")
    assert against(corpus) == [(3, (f"item:{two}", "not-same", "2"))]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_files_as_spreadsheets_save_them_are_read(paper, encoding):
    file = paper.with_name("decisions.csv")
    line = "新兴产业集群专班,,same,聊城市工业和信息化局,某科,2024-05-06,专班设在该局\r\n"
    file.write_bytes((HEADER.strip() + "\r\n" + line).encode(encoding))
    assert roles(build_corpus([paper], None, file))["2"] == [("聊城市工业和信息化局", "leads")]


def test_a_file_in_another_encoding_is_refused_in_one_line(paper):
    file = paper.with_name("decisions.csv")
    file.write_bytes(HEADER.encode() + b"\xff\xfe\x81\x00\xff,,drop,,,,\n")
    with pytest.raises(CurationError, match=r"decisions.csv: neither UTF-8 nor GB18030 \(GBK\)"):
        build_corpus([paper], None, file)


# --- review ---------------------------------------------------------------------------------------


def test_review_lists_the_most_frequent_first(paper):
    cases = review(build_corpus([paper]))
    assert [(c.mention, c.kind, c.times, c.read_as) for c in cases] == [
        ("新兴产业集群专班", "unresolved", 2, ""),
        ("市工生健康委", "repaired", 1, "聊城市卫生健康委"),
    ]
    assert all(c.score < 1 for c in cases if c.kind == "repaired")


def test_weak_resolutions_are_listed_below_the_bar(paper):
    corpus = build_corpus([paper])
    assert {c.kind for c in review(corpus, 1.01)} == {"unresolved", "repaired", "weak"}


def test_the_review_is_a_curation_file(paper):
    text = review_csv(review(build_corpus([paper])))
    assert tuple(text.splitlines()[0].split(","))[: len(curation.COLUMNS)] == curation.COLUMNS == COLUMNS[:7]
    assert read_decisions(text, "d.csv") == ()  # nothing is decided yet


def test_round_trip(corpus: Path, tmp_path: Path):
    kg, file = tmp_path / "kg", tmp_path / "decisions.csv"

    def run(*arguments: object) -> str:
        result = CliRunner().invoke(main, [*map(str, arguments)])
        assert result.exit_code == 0, result.stderr
        return result.stdout

    run("build", corpus, "-o", kg, "-q")
    before = (kg / "graph.nq").read_bytes()
    run("review", "-g", kg, "-o", file)
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
    decided = {
        "九大产业集群专班": ("name", "市工业和信息化局"),
        "省全巷环境厅": ("not-same", ""),
        "在平区人民政府": ("same", "茌平区人民政府"),
    }
    assert decided.keys() <= {r["mention"] for r in rows}
    for row in rows:
        row["decision"], row["value"] = decided.get(row["mention"], ("", ""))
        row["who"], row["when"], row["why"] = "某科", "2024-05-06", "核对原件"

    def save(lines: list[dict[str, str]]) -> None:
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, rows[0].keys())
            writer.writeheader()
            writer.writerows(lines)

    save(rows)
    run("build", corpus, "-o", kg, "-q", "--curation", file)
    after = load_corpus(kg)
    said = {a.printed: a for r in after.records for a in (*r.roles, *(r.upstream.roles if r.upstream else ()))}
    assert said["九大产业集群专班"].agency.key == "371500.工业和信息化局"
    assert said["省全巷环境厅"].agency.kind == "unresolved"
    assert said["在平区人民政府"].rule == "curation"
    assert (kg / "graph.nq").read_bytes() != before
    listed = {r["mention"] for r in csv.DictReader(io.StringIO(run("review", "-g", kg)))}
    assert listed == {r["mention"] for r in rows} - decided.keys()
    again = (kg / "graph.nq").read_bytes()
    run("build", corpus, "-o", kg, "-q", "--curation", file)
    assert (kg / "graph.nq").read_bytes() == again
    save([{**r, "decision": ""} for r in rows])
    run("build", corpus, "-o", kg, "-q", "--curation", file)
    assert (kg / "graph.nq").read_bytes() == before


def test_nothing_to_decide(tmp_path: Path):
    paper = tmp_path / "p.txt"
    paper.write_text(
        PAPER.replace("市工生健康委", "市审计局").replace("新兴产业集群专班", "市民政局"), encoding="utf-8"
    )
    assert CliRunner().invoke(main, ["build", str(paper), "-o", str(tmp_path / "kg"), "-q"]).exit_code == 0
    for form in ("csv", "table"):
        result = CliRunner().invoke(main, ["review", "-g", str(tmp_path / "kg"), "--format", form])
        assert result.exit_code == 1
    assert result.stdout == ""
