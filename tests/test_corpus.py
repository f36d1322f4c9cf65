"""The five papers: they are the bytes the manifest names, they hide private contacts, and a build reads what the manifest says."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

HEADER = ["file", "title", "issuer", "number", "date", "jurisdiction", "kind", "source", "sha256"]

# Printed by the gazette's office about itself, in the masthead; the only contacts that may stand in the corpus.
OFFICE_CONTACTS = {"0635-8288079", "lcszfgb@163.com"}

CONTACT = re.compile(
    r"(?<!\d)1[3-9]\d{9}(?!\d)"  # mobile
    r"|(?<!\d)0\d{2,3}[-\s]?\d{7,8}(?!\d)"  # landline with area code
    r"|(?<![\d.])[2-8]\d{6,7}(?![\d.])"  # landline as an office prints it
    r"|[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"  # e-mail
)


def contacts(text: str) -> set[str]:
    """Return the phone numbers and e-mail addresses of a text (full-width digits too), IRIs and digests left out."""
    text = re.sub(r"https?://\S+|\b[0-9a-f]{64}\b", "", unicodedata.normalize("NFKC", text))
    return set(CONTACT.findall(text))


def folded(text: str) -> str:
    """Return a title or number without white space and with one form of bracket."""
    text = "".join(unicodedata.normalize("NFKC", text).split())
    return text.translate(str.maketrans("〔〕【】[]", "()()()"))


@pytest.fixture(scope="module")
def manifest(corpus: Path) -> list[dict[str, str]]:
    with (corpus / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_paper_has_one_row_and_every_row_a_paper(corpus: Path, manifest: list[dict[str, str]]) -> None:
    assert list(manifest[0]) == HEADER
    listed = [row["file"] for row in manifest]
    assert listed == sorted(set(listed))
    assert set(listed) == {p.name for p in corpus.iterdir() if p.name != "manifest.csv"}


def test_papers_are_the_bytes_the_manifest_names(corpus: Path, manifest: list[dict[str, str]]) -> None:
    for row in manifest:
        assert hashlib.sha256((corpus / row["file"]).read_bytes()).hexdigest() == row["sha256"], row["file"]


def test_fields_have_the_form_they_promise(manifest: list[dict[str, str]]) -> None:
    for row in manifest:
        assert None not in row and None not in row.values(), row
        assert row["title"] and row["source"]
        assert re.fullmatch(r"\d{6}", row["jurisdiction"]), row
        assert re.fullmatch(r"(\d{4}(-\d{2}(-\d{2})?)?)?", row["date"]), row
        assert re.fullmatch(r"(\w+〔\d{4}〕\d+号)?", row["number"]), row
        assert row["kind"] in {"plan", "annex", "gazette", "division", "list"}, row


def test_manifest_says_only_what_the_paper_prints(corpus: Path, manifest: list[dict[str, str]]) -> None:
    for row in manifest:
        text = folded((corpus / row["file"]).read_text(encoding="utf-8"))
        assert folded(row["title"]) in text, row["file"]
        assert folded(row["number"]) in text, row["file"]
        assert folded(row["issuer"]) in text, row["file"]
        if row["date"]:
            parts = [int(part) for part in row["date"].split("-")]
            printed = "".join(f"{n}{unit}" for n, unit in zip(parts, "年月日", strict=False))
            assert printed in text, row["file"]


@pytest.mark.parametrize(
    "text", ["电话13812345678。", "0635－8288079", "6358888", "８２８８０７９", "a.b@lc.shandong.cn", "010 62881234"]
)
def test_the_check_knows_a_contact(text: str) -> None:
    assert contacts(text)


@pytest.mark.parametrize(
    "text", ["********", "***********", "*************@lc.shandong.cn", "2023-08-25", "252000", "1234567.8"]
)
def test_the_check_passes_masks_dates_and_sums(text: str) -> None:
    assert not contacts(text)


def test_no_private_contact_stands_unmasked(corpus: Path) -> None:
    found = {p.name: contacts(p.read_text(encoding="utf-8")) for p in sorted(corpus.iterdir())}
    office = found.pop("liaocheng-gazette-2019-02.txt")
    assert office == OFFICE_CONTACTS
    assert not any(found.values()), found


def strings(value: object) -> Iterator[str]:
    """Yield every text of a JSON value; numbers are sums, not telephones."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def test_no_contact_enters_the_graph(kg: Path) -> None:
    quads = (kg / "graph.nq").read_text(encoding="utf-8")
    literals = re.findall(r'"((?:[^"\\]|\\.)*)"(?!\^\^)', quads)  # typed literals are numbers and dates
    assert literals
    records = [json.loads(line) for line in (kg / "records.jsonl").read_text(encoding="utf-8").splitlines()]
    found = {c for text in [*literals, *strings(records)] for c in contacts(text)}
    assert not found


def test_a_build_reads_what_the_manifest_says(kg: Path, manifest: list[dict[str, str]]) -> None:
    """Issuer, number, date and title come out of the text; the manifest is only held against them."""
    documents: dict[str, list[dict[str, str]]] = {}
    for line in (kg / "records.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        for source in [record["source"], *record["attested_by"]]:
            documents.setdefault(source["sha256"], []).append(record["document"])
    assert set(documents) == {row["sha256"] for row in manifest}
    for row in manifest:
        read = documents[row["sha256"]]
        assert {d["jurisdiction"] for d in read} == {row["jurisdiction"]}, row["file"]
        if row["kind"] in {"gazette", "annex"}:  # a gazette holds other papers; this annex is told apart by its text
            continue
        assert {folded(d["title"]) for d in read} == {folded(row["title"])}, row["file"]
        for field in ("issuer", "number", "date"):
            if row[field]:
                assert {folded(d[field]) for d in read} == {folded(row[field])}, (row["file"], field)


def test_contact_columns_stay_out(kg: Path) -> None:
    """The list of 历城区 names staff to ring up (工作联系人及联系方式); they hold no public post."""
    records = [json.loads(line) for line in (kg / "records.jsonl").read_text(encoding="utf-8").splitlines()]
    headers = {header for record in records for header in record["fields"]}
    assert "区级责任部门" in headers
    assert not [header for header in headers if "联系" in header]
