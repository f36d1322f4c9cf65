"""Fuzz the readers and the extractor: mutated pieces of the five papers, in text, in office files and in raw PDFs.

    python tests/tools/fuzz.py [SECONDS] [FOLDER]

Needs atheris (pip install atheris). Findings lie in FOLDER (build/fuzz) as files that read as they are
named, one of each kind; the exit code is 1 when there is one. What must hold: nothing is raised, no file
takes over two seconds of the processor, every passage and every body in a role stands in the text where
it says. Parsers of office files run in this process; what they raise ends only them, as in a build.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import sys
import time
import traceback
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import atheris

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["policykg"]):
    from policykg.assemble import read_file
    from policykg.errors import render
    from policykg.lexicon import load_lexicon
    from policykg.model import Paragraph, Source
    from policykg.names import NameBook
    from policykg.read import formats, read_bytes
    from policykg.read.layout import Layout, failed, from_json, to_json
    from policykg.read.worker import reader

#: Seconds of processor time that one small file may take; the machine may be slow, so a hang is told well above.
SECONDS = 2.0
LEXICON = load_lexicon()
BOOK = NameBook(LEXICON)
#: Signs that stand in a name and are not printed.
UNPRINTED = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad\x00-\x1f]+")
#: What the first byte of an input makes of the rest.
KINDS = ("a.txt", "a.txt", "a.html", "a.csv", "a.md", "a.docx", "a.xlsx", "a.pdf")


class Slow(BaseException):
    """A file took too long; no handler of the code under test takes it for its own."""


def parse_here(kind: str, data: bytes, seconds: int | None = None) -> Layout:
    """Parse in this process; what a parser raises would end its process in a build."""
    try:
        return from_json(to_json(reader(kind)(data)))
    except Exception as error:
        return failed("corrupt-file", type(error).__name__)


formats.parse_apart = parse_here  # type: ignore[attr-defined]
formats.convert = lambda data, kind, wanted: (None, ("needs-libreoffice", (kind, wanted)))  # type: ignore[attr-defined]


@cache
def template(name: str) -> bytes:
    from tests.paper_files import TABLE, docx_bytes, xlsx_bytes

    return docx_bytes(TABLE) if name.endswith("docx") else xlsx_bytes(TABLE)


def packed(name: str, part: bytes) -> bytes:
    """Put a part where an office file keeps its text."""
    wanted = "word/document.xml" if name.endswith("docx") else "xl/worksheets/sheet1.xml"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template(name))) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.namelist():
            new.writestr(item, part if item == wanted else old.read(item))
    return out.getvalue()


def as_file(data: bytes) -> tuple[str, bytes]:
    name = KINDS[data[0] % len(KINDS)] if data else "a.txt"
    return name, packed(name, data[1:]) if name.endswith("x") else data[1:]


def check(name: str, data: bytes) -> None:
    """Raise AssertionError where a promise is broken."""
    source = Source(name, "0" * 64)
    document, issues = read_bytes(data, source, LEXICON)
    for issue in issues:
        render(issue, "zh"), render(issue, "en")
    if document is None:
        return
    from policykg.read.script import simplify

    shown = simplify(document.text)
    for block in document.blocks:
        passages = [block.passage] if isinstance(block, Paragraph) else [c.passage for r in block.rows for c in r]
        for p in passages:
            assert len(p.text) == len(p.at), "a passage of two lengths"
            assert all(a < b for a, b in zip(p.at, p.at[1:], strict=False)), "offsets do not rise"
            for char, at in zip(p.text, p.at, strict=True):
                if not char.isspace() and shown[at] not in "<&":
                    assert shown[at] == char, f"passage shows {char!r}, the text {shown[at]!r}"
    reading = read_file(data, source, LEXICON, BOOK)
    for issue in reading.issues:
        render(issue, "zh"), render(issue, "en")
    for region in document.regions:
        assert 0 <= region.start < region.end <= len(document.text), "a region outside the text"
    for record in reading.records:
        assert 0 <= record.start <= record.end <= len(document.text), "an item outside the text"
        for role in (*record.roles, *(record.upstream.roles if record.upstream else ())):
            words = UNPRINTED.sub("", document.text[role.start : role.end])
            if not re.search(r"[<>&]", words) and not role.rule.startswith("matrix"):  # there the header names it
                assert shows(simplify(UNPRINTED.sub("", role.printed)), simplify(words)), "a role elsewhere"
        for q in record.quantities:
            assert 0 <= q.quote_start < q.quote_end <= len(document.text), "a quote outside the text"


def shows(wanted: str, found: str) -> bool:
    """Tell whether the words stand there; what a page end puts between them (a number) is passed over."""
    signs = iter(found)
    return wanted[:1] == found[:1] and wanted[-1:] == found[-1:] and all(c in signs for c in wanted)


def seeds(folder: Path) -> None:
    """Write pieces of the papers, and of office files made of them."""
    from tests.paper_files import NARRATIVE, TABLE, markdown, plain_pdf, web_page

    papers = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "data" / "corpus").glob("*.txt"))]
    papers += [p.read_text(encoding="utf-8") for p in sorted((ROOT / "tests" / "cases" / "papers").glob("*.txt"))]
    pieces = [t[a : a + 900] for t in papers for a in range(0, min(len(t), 9000), 2700)]
    made: list[tuple[int, bytes]] = [(i % 2, p.encode()) for i, p in enumerate(pieces)]
    made += [(0, p.encode("gb18030")) for p in pieces[::9]]
    made += [(2, web_page(p).encode()) for p in (NARRATIVE, TABLE)]
    made += [(3, "\n".join(",".join(r) for r in TABLE.grid()).encode()), (4, markdown(TABLE).encode())]
    for kind, wanted in ((5, "word/document.xml"), (6, "xl/worksheets/sheet1.xml")):
        with zipfile.ZipFile(io.BytesIO(template(KINDS[kind]))) as file:
            made.append((kind, file.read(wanted)[:6000]))
    grid = ["\t".join(r)[:60] for r in TABLE.grid()]
    made += [(7, plain_pdf([[t[:36] for t in p.split("\n") if t][:12]])) for p in pieces[::11]]
    made += [(7, plain_pdf([grid[:9], grid[9:18]], columns=(60, 100, 300, 430)))]
    for n, (kind, data) in enumerate(made):
        (folder / f"{n:04}").write_bytes(bytes([kind]) + data)


TOKENS = [
    *"（）()〔〕[]【】：；、，。|\t\n\r\f<>&\u3000\u2028\ufffd",
    "牵头", "配合", "负责", "责任单位：", "牵头单位：", "等部门", "各县（市、区）", "会同", "一、", "（一）", "1.", "①", "\n\n",
    "市财政局", "<table>", "<tr><td>", "</td>", "rowspan=99", "colspan=9", "2025年", "亿元", "序号\t", "下同", "&nbsp;", "附件1",
]  # fmt: skip


def mutate(data: bytes, most: int, seed: int) -> bytes:
    """Break text where it matters: put marks in, double and drop lines; now and then any byte."""
    import random

    rand = random.Random(seed)
    if not data or rand.random() < 0.3:
        return bytes(atheris.Mutate(data, most))
    head, text = data[:1], data[1:].decode("utf-8", "surrogateescape")
    for _ in range(rand.randint(1, 6)):
        at = rand.randrange(len(text) + 1)
        kind = rand.randrange(4)
        if kind == 0:
            text = text[:at] + rand.choice(TOKENS) * rand.choice((1, 1, 1, 40)) + text[at:]
        elif kind == 1:
            text = text[:at] + text[at + rand.randint(1, 40) :]
        elif kind == 2:
            lines = text.split("\n")
            i, j = rand.randrange(len(lines)), rand.randrange(len(lines))
            lines.insert(i, lines[j])
            text = "\n".join(lines)
        else:
            end = at + rand.randint(1, 80)
            text = text[:end] + text[at:end] * rand.randint(1, 5) + text[end:]
    return (head + text.encode("utf-8", "surrogateescape"))[:most]


class Fuzzer:
    """Counts, and keeps one input of each kind of finding."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self.folder = folder
        self.ends = time.monotonic() + seconds
        self.count = 0
        self.findings: dict[str, str] = {}

    def one(self, data: bytes) -> None:
        self.count += 1
        name, content = as_file(data)
        started = time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS * 5)
        try:
            check(name, content)
            took = time.process_time() - started
            if took > SECONDS * 2.5:  # instrumented code is that much slower
                self.keep(f"slow {took:.0f} s", name, content)
        except Slow as slow:
            self.keep(f"hang {slow}", name, content)
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            self.keep(f"{type(error).__name__} {Path(last.filename).name}:{last.lineno} {error}", name, content)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        if time.monotonic() > self.ends:
            self.leave()

    def leave(self) -> None:
        """Say what was found and end; libFuzzer itself would end without a word of ours."""
        print(
            f"{self.count} files, {len(self.findings)} findings in {self.folder}", *self.findings.values(), sep="\n  "
        )
        sys.stdout.flush()
        os._exit(1 if self.findings else 0)

    def keep(self, what: str, name: str, content: bytes) -> None:
        key = re.sub(r"['\"].*", "", what)
        if key not in self.findings:
            self.findings[key] = what
            path = self.folder / f"{len(self.findings):03}-{name}"
            path.write_bytes(content)
            print(f"FOUND {path}: {what}", file=sys.stderr, flush=True)


def ended(number: int, frame: FrameType | None) -> None:
    where = f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}" if frame else ""
    raise Slow(where)


def main(seconds: str = "600", folder: str = str(ROOT / "build" / "fuzz")) -> None:
    """Fuzz for so many seconds."""
    place = Path(folder)
    shutil.rmtree(place, ignore_errors=True)
    (place / "seeds").mkdir(parents=True)
    seeds(place / "seeds")
    fuzzer = Fuzzer(place, float(seconds))
    signal.signal(signal.SIGVTALRM, ended)
    options = [
        "-max_len=9000",
        "-timeout=300",
        "-rss_limit_mb=4096",
        "-print_final_stats=0",
    ]
    custom: Callable[..., Any] = mutate
    atheris.Setup([sys.argv[0], *options, str(place / "seeds")], fuzzer.one, custom_mutator=custom)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:3])
