"""Compose the stages: files -> corpus -> graph on disk. Nothing is read or resolved here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from policykg import __version__
from policykg.analyse.searchable import index_folder
from policykg.analyse.unread import Unread, find_unread
from policykg.assemble import Reading, read_file
from policykg.errors import CurationError, InputError, causes
from policykg.extract.deadlines import paper_year
from policykg.lexicon import Lexicon, load_lexicon
from policykg.link.align import align
from policykg.link.documents import unite
from policykg.link.papers import PaperText, bring_together, no_ruling
from policykg.link.quoted import identify
from policykg.link.shifted import issues as slipped
from policykg.model import Issue, Place, Source
from policykg.names import NameBook
from policykg.rdf.export import to_jsonl
from policykg.rdf.network import to_networkx as corpus_network
from policykg.rdf.quads import corpus_quads
from policykg.rdf.vocab import BASE
from policykg.read import find_files
from policykg.read.decode import decode
from policykg.read.files import Found
from policykg.records import Agency, Corpus, DocumentInfo, Record, Succession
from policykg.resolve.curation import DECIDED, Decision, curate, opposed, pairs, read_decisions
from policykg.resolve.intime import in_time
from policykg.resolve.members import governments
from policykg.resolve.paper_decisions import PaperDecisions
from policykg.resolve.places import ancestors, place_of
from policykg.resolve.succession import Reforms
from policykg.store import open_graph, publish, read_corpus_files
from policykg.store.codec import corpus_from_json, corpus_to_json

if TYPE_CHECKING:
    import networkx

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file: counts of what it yielded, its issues in order, and what was not read of it."""

    path: str
    sha256: str
    status: str
    documents: tuple[str, ...]
    items: tuple[tuple[str, int], ...]
    roles: int
    upstream: int
    quantities: int
    repaired: int
    unresolved: int
    issues: tuple[Issue, ...]
    unread: Unread | None = None


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build read, what it did not, and why; ``files`` in the order of their names."""

    version: str
    files: tuple[FileReport, ...]
    issues: tuple[Issue, ...]
    counts: tuple[tuple[str, int], ...]


def build_corpus(paths: Sequence[Path], progress: Progress | None = None, curation: Path | None = None) -> Corpus:
    """Read files and folders into a corpus.

    The same files give the same corpus whatever their order. ``progress(name, done, total)`` is
    called before each file and once behind the last. ``curation`` is a file of decisions that
    overrule how names were resolved (``policykg.resolve.curation``). Raises InputError when nothing
    could be read, CurationError when a decision is malformed.
    """
    corpus, _ = _build(paths, progress, curation)
    return corpus


def build_graph(
    paths: Sequence[Path],
    out: Path,
    base: str = BASE,
    progress: Progress | None = None,
    curation: Path | None = None,
) -> BuildReport:
    """Build the graph of ``paths`` into the folder ``out``, in one swap; the last good graph stays until then.

    Raises InputError when nothing could be read, CurationError when a decision is malformed,
    GraphError when ``out`` is not ours to replace.
    """
    corpus, report = _build(paths, progress, curation)
    publish(
        out,
        nquads=corpus_quads(corpus, base),
        records=to_jsonl(corpus, base),
        corpus=corpus_to_json(corpus),
        texts={source.sha256: text for source, text in corpus.texts},
        report=json.loads(json.dumps(asdict(report), ensure_ascii=False)),
        meta={"version": __version__, "base": base, "sources": {s.path: s.sha256 for s, _ in corpus.texts}},
        index=index_folder,
    )
    return report


def load_corpus(folder: Path) -> Corpus:
    """Load the corpus a graph was built from, texts included; raises GraphError when the folder holds none."""
    text, texts = read_corpus_files(folder)
    corpus = corpus_from_json(text)
    sources = {s.sha256: s for d in corpus.documents for s in d.sources}
    sources |= {a.source.sha256: a.source for r in corpus.records for a in r.attested_by}
    sources |= {r.source.sha256: r.source for r in corpus.records}
    found = tuple(
        sorted(((sources[k], v) for k, v in texts.items() if k in sources), key=lambda x: (x[0].path, x[0].sha256))
    )
    return replace(corpus, texts=found)


def to_networkx(graph: Corpus | Path | str = "kg", base: str = "") -> networkx.MultiDiGraph[str]:
    """Return a corpus, or the graph in a folder, as a network (policykg.rdf.network says what its nodes and edges hold).

    ``base`` is that of the folder, else the packaged one. Raises GraphError when the folder holds no graph.
    """
    if isinstance(graph, Corpus):
        return corpus_network(graph, base or BASE)
    return corpus_network(load_corpus(Path(graph)), base or open_graph(Path(graph)).base or BASE)


def _build(paths: Sequence[Path], progress: Progress | None, curation: Path | None) -> tuple[Corpus, BuildReport]:
    lexicon = load_lexicon()
    book = NameBook(lexicon)
    decisions = _decisions(curation) if curation is not None else ()
    ruled = PaperDecisions(decisions)
    found, issues = find_files(paths)
    readings: list[Reading] = []
    for n, file in enumerate(found):
        if progress:
            progress(file.name, n, len(found))
        readings.append(_read(file, lexicon, book, ruled.issuers()))
    if progress:
        progress("", len(found), len(found))
    issues = _twice(issues, readings)
    if not any(r.text for r in readings):
        reasons = [*issues, *(i for r in readings for i in r.issues)]
        raise InputError(_nothing(paths, reasons))
    if decisions:
        readings, unused = _curated(readings, decisions, book)
        issues = (*issues, *unused)
    documents, records, link_issues = bring_together(_texts(readings), ruled.rule if ruled else no_ruling)
    link_issues = (*link_issues, *ruled.issues(documents))
    documents, records = unite(documents, records, partial(_opens_with_place, lexicon=lexicon))
    records, quote_issues = identify(records)
    slips = _located(slipped(records), readings)
    link_issues = (*link_issues, *quote_issues, *slips)
    reforms = Reforms(book)
    dates = {d.key: d.date or paper_year(d.number, d.title) for d in documents}
    records, time_issues = in_time(dates, records, reforms, {r.source.sha256: r.text for r in readings})
    link_issues = (*link_issues, *time_issues)
    agencies, successions = _known(_agencies(readings, records), reforms)
    decided, pair_issues = _pairs(decisions, records, readings)
    link_issues = (*link_issues, *pair_issues)
    records = _told(records, (*pair_issues, *slips))
    corpus = Corpus(
        documents,
        records,
        agencies,
        _places(documents, records, readings, lexicon),
        tuple(sorted({*issues, *link_issues, *(i for r in readings for i in r.issues)})),
        tuple((r.source, r.text) for r in readings if r.text),
        align(documents, records, decided),
        successions,
        tuple(sorted((r.source.sha256, r.regions) for r in readings if r.regions)),
    )
    return corpus, _report(readings, corpus, (*issues, *link_issues))


def _read(file: Found, lexicon: Lexicon, book: NameBook, issuers: Mapping[str, str]) -> Reading:
    """Read a file; one that brings the reader down is reported and skipped, so that the others are built."""
    source = Source(file.name, file.sha256)
    try:
        return read_file(file.data, source, lexicon, book, issuers)
    except (ArithmeticError, LookupError, RecursionError, MemoryError, TypeError, ValueError, AttributeError) as error:
        return Reading(source, (), (), (), (Issue(file.name, 0, "reader-failed", values=(type(error).__name__,)),))


def _decisions(path: Path) -> tuple[Decision, ...]:
    try:
        read = decode(path.read_bytes())
    except OSError as error:
        raise CurationError(f"{path}: {error.strerror}; check the path") from error
    if read.problem not in ("", "empty-file", "doubtful-encoding"):
        raise CurationError(f"{path}: neither UTF-8 nor GB18030 (GBK); save the file as CSV, UTF-8")
    return read_decisions(read.text, str(path))


def _curated(
    readings: Sequence[Reading], decisions: Sequence[Decision], book: NameBook
) -> tuple[list[Reading], list[Issue]]:
    """Apply decisions to what was read; return it and the decisions that nothing was found for."""
    texts = {r.source.path: r.text for r in readings}
    done = curate(
        decisions,
        {d.key: d for r in readings for d in r.documents},
        [x for r in readings for x in r.records],
        [a for r in readings for a in r.agencies],
        book,
        lambda path, start: texts[path].count("\n", 0, start) + 1,
    )
    made: list[Reading] = []
    at = 0
    for r in readings:
        rows = done.records[at : at + len(r.records)]
        at += len(r.records)
        held = [i for i in r.issues if i.code not in DECIDED or (i.path, i.start, i.end) not in done.settled]
        held += [i for i in done.issues if i.code == "curated" and i.path == r.source.path]
        made.append(
            replace(r, records=rows, issues=tuple(sorted(set(held))), agencies=_still_named(r, rows, done.agencies))
        )
    return made, [i for i in done.issues if i.code != "curated"]


def _pairs(
    decisions: Sequence[Decision], records: Sequence[Record], readings: Sequence[Reading]
) -> tuple[dict[frozenset[str], bool], list[Issue]]:
    """Return which pairs of items are the same and which are not, and what the report must tell of these decisions."""
    rows = {r.key: r for r in records if r.kind in ("task", "row")}
    texts = {r.source.path: r.text for r in readings}
    decided: dict[frozenset[str], bool] = {}
    issues = list(opposed(decisions))
    for d, keys in pairs(decisions):
        if len(keys) < 2 or not keys <= rows.keys():
            issues.append(Issue(d.path, d.line, "curation-unused", values=(d.mention, d.decision)))
            continue
        decided[keys] = d.decision == "same"
        row = rows[d.mention.partition(":")[2]]
        line = texts[row.source.path].count("\n", 0, row.start) + 1
        values = (d.mention, d.decision, d.value, d.who, d.when, d.why)
        issues.append(Issue(row.source.path, line, "curated", row.start, row.end, values))
    return decided, issues


def _located(issues: Sequence[Issue], readings: Sequence[Reading]) -> tuple[Issue, ...]:
    """Return issues that know only where in the text they stand, with their lines."""
    texts = {r.source.path: r.text for r in readings}
    return tuple(replace(i, line=texts[i.path].count("\n", 0, i.start) + 1) for i in issues)


def _told(records: Sequence[Record], issues: Sequence[Issue]) -> tuple[Record, ...]:
    """Return records with what was found when all of them were compared among their issues, each with its own."""
    told: dict[tuple[str, int, int], list[Issue]] = {}
    for issue in (i for i in issues if i.code in ("curated", "row-shifted")):
        told.setdefault((issue.path, issue.start, issue.end), []).append(issue)
    found = ((r, told.get((r.source.path, r.start, r.end), ())) for r in records)
    return tuple(replace(r, issues=tuple(sorted({*r.issues, *more}))) if more else r for r, more in found)


def _still_named(reading: Reading, rows: Sequence[Record], came: Sequence[Agency]) -> tuple[Agency, ...]:
    """Return the bodies of a file without those that only overruled assignments named, with those that came."""
    before, after = _named(reading.records), _named(rows)
    other = {a.key: a for a in reading.agencies if a.key not in before or a.key in after}
    bodies = other | {a.key: a for a in came if a.key in after} | {k: a for k, a in after.items() if a is not None}
    issuers = {d.issuer_key for d in reading.documents} | {c.issuer_key for d in reading.documents for c in d.cites}
    bodies |= {a.key: a for a in reading.agencies if a.key in issuers}
    return tuple(bodies[k] for k in sorted(bodies))


def _named(rows: Sequence[Record]) -> dict[str, Agency | None]:
    found: dict[str, Agency | None] = {r.appointment.agency: None for r in rows if r.appointment}
    found |= {c.issuer_key: None for r in rows for c in r.cites}
    roles = (a for r in rows for a in (*r.roles, *(r.upstream.roles if r.upstream else ())))
    return found | {a.agency.key: a.agency for a in roles}


def _twice(issues: Sequence[Issue], readings: Sequence[Reading]) -> tuple[Issue, ...]:
    """Return issues where a copy of a file that could not be read is no file that was read once."""
    skipped = {r.source.path for r in readings if not r.text}
    return tuple(
        replace(i, code="duplicate-skipped") if i.code == "duplicate-file" and i.values[0] in skipped else i
        for i in issues
    )


def _nothing(paths: Sequence[Path], issues: Sequence[Issue]) -> str:
    named = "、".join(str(p) for p in paths)
    zh, en = causes(issues, "zh") or "没有文件", causes(issues, "en") or "no files"
    return f"{named}: 没有可读的文件（{zh}） / nothing could be read ({en})"


def _texts(readings: Sequence[Reading]) -> list[PaperText]:
    """Return each paper as each file has it."""
    found = []
    for reading in readings:
        rows: dict[str, list[Record]] = {}
        for record in reading.records:
            rows.setdefault(record.document, []).append(record)
        found += [PaperText(d, tuple(rows.get(d.key, ()))) for d in reading.documents]
    return found


def _agencies(readings: Sequence[Reading], records: Sequence[Record]) -> tuple[Agency, ...]:
    bodies = {a.key: a for r in readings for a in r.agencies}
    return tuple(bodies[k] for k in sorted(bodies))


def _known(agencies: tuple[Agency, ...], reforms: Reforms) -> tuple[tuple[Agency, ...], tuple[Succession, ...]]:
    """Add the bodies that no paper names but that are known: members of groups, and what reforms made of the others."""
    bodies = {a.key: a for a in (*governments(agencies, reforms.lexicon), *agencies)}
    successions, added = reforms.link(bodies)
    bodies |= {a.key: a for a in added}
    return tuple(bodies[k] for k in sorted(bodies)), successions


def _places(
    documents: Sequence[DocumentInfo], records: Sequence[Record], readings: Sequence[Reading], lexicon: Lexicon
) -> tuple[Place, ...]:
    """Return every place that anything refers to, with all it lies in."""
    codes = {d.jurisdiction for d in documents} | {p.code for r in records for p in r.places}
    codes |= {a.jurisdiction for r in readings for a in r.agencies}
    codes |= {c.jurisdiction for d in documents for c in d.cites} | {c.jurisdiction for r in records for c in r.cites}
    codes |= {m.partition(".")[0] for r in readings for a in r.agencies for m in a.members}
    named = [place for c in codes if (place := place_of(c, lexicon)) is not None]
    found = {p.code: p for place in named for p in ancestors(place, lexicon)}
    return tuple(found[c] for c in sorted(found))


def _opens_with_place(title: str, lexicon: Lexicon) -> bool:
    return any(title[:k] in lexicon.places_by_name for k in range(2, 13))


def _report(readings: Sequence[Reading], corpus: Corpus, general: Sequence[Issue]) -> BuildReport:
    files = []
    for reading in readings:
        rows = reading.records
        kinds = Counter(r.kind for r in rows)
        extra = [i for i in general if i.path == reading.source.path]
        assigned = [a for r in rows for a in (*r.roles, *(r.upstream.roles if r.upstream else ()))]
        files.append(
            FileReport(
                reading.source.path,
                reading.source.sha256,
                "read" if reading.text else "skipped",
                tuple(d.key for d in reading.documents),
                tuple(sorted(kinds.items())),
                sum(len(r.roles) for r in rows),
                sum(r.upstream is not None for r in rows),
                sum(len(r.quantities) for r in rows),
                sum(bool(a.repair) for a in assigned),
                sum(a.agency.kind == "unresolved" for a in assigned),
                tuple(sorted({*reading.issues, *extra})),
                find_unread(reading.text, reading.runs, [(a.start, a.end) for a in assigned]) if reading.text else None,
            )
        )
    named = {f.path for f in files}
    counts = {
        "documents": len(corpus.documents),
        "items": len(corpus.records),
        "assignments": sum(len(r.roles) for r in corpus.records),
        "agencies": len(corpus.agencies),
        "quantities": sum(len(r.quantities) for r in corpus.records),
        "places": len(corpus.places),
    }
    return BuildReport(
        __version__, tuple(files), tuple(i for i in general if i.path not in named), tuple(counts.items())
    )
