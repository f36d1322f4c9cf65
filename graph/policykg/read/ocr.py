"""Pictures -> lines, by rapidocr-onnxruntime (the extra ``ocr``; works offline, brings its models)."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Sequence
from functools import cache
from typing import Any

from policykg.read import limits
from policykg.read.layout import Layout, Problem, Prose, failed
from policykg.read.pdf_flow import flow
from policykg.read.pdf_lines import Line, joins, margins

#: What the extra is called, as a user installs it.
EXTRA = "policykg[ocr]"
#: Dots an inch at which a page is recognised.
_DPI = 200
#: Lines recognised with less are dropped: they are stamps, rules and dirt.
_LEAST = 0.5


def installed() -> bool:
    """Tell whether the extra is there."""
    return importlib.util.find_spec("rapidocr_onnxruntime") is not None


def read_image(data: bytes) -> Layout:
    """Read a picture of a page; a TIFF with several pages page by page."""
    from PIL import Image, ImageSequence, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = limits.PIXELS
    try:
        picture = Image.open(io.BytesIO(data))
        picture.verify()
        picture = Image.open(io.BytesIO(data))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return failed("corrupt-file", "PNG/JPEG/TIFF/…")
    if picture.width * picture.height > limits.PIXELS:
        return failed("too-many-pixels", str(picture.width * picture.height), str(limits.PIXELS))
    if not installed():
        return failed("needs-extra", EXTRA, "1")
    pages: list[list[Line]] = []
    scores: list[float] = []
    for number, frame in enumerate(ImageSequence.Iterator(picture), 1):
        if number > limits.OCR_PAGES:
            break
        lines, found = _recognise(frame.convert("RGB"), number)
        pages.append(lines)
        scores += found
    return _layout(pages, scores)


def _layout(pages: Sequence[Sequence[Line]], scores: Sequence[float]) -> Layout:
    edges = margins([line for page in pages for line in page])
    text, last = "", None
    for number, page in enumerate(pages):
        text += "\f" if number else ""
        for item in flow(page, []):
            if isinstance(item, Line):
                text += (joins(last, item, edges) if last is not None else "") + item.text
                last = item
    mean = _mean(scores)
    return Layout((Prose(text),), (_said(mean, len(pages)),), mean)


def recognise_pages(
    data: bytes, scans: Sequence[tuple[int, tuple[float, float]]]
) -> tuple[list[list[Line]], float, list[Problem]]:
    """Recognise pages of a PDF (number from 1, size in points); return lines of each, mean confidence, problems."""
    if not installed():
        return [], 1.0, [("needs-extra", (EXTRA, str(len(scans))))]
    import pypdfium2

    pages: list[list[Line]] = []
    scores: list[float] = []
    pdf = pypdfium2.PdfDocument(data)
    for number, (width, height) in scans:
        scale = min(_DPI / 72, (limits.PIXELS / max(1.0, width * height)) ** 0.5)
        picture = pdf[number - 1].render(scale=scale).to_pil().convert("RGB")
        lines, found = _recognise(picture, number, scale)
        pages.append(lines)
        scores += found
    mean = _mean(scores)
    return pages, mean, [_said(mean, len(scans))]


def _mean(scores: Sequence[float]) -> float:
    return round(sum(scores) / len(scores), 3) if scores else 0.0


def _said(mean: float, pages: int) -> Problem:
    return ("ocr", (str(pages), f"{mean:.2f}"))


@cache
def _engine() -> Any:
    from rapidocr_onnxruntime import RapidOCR

    return RapidOCR()


def _recognise(picture: Any, page: int, scale: float = 1.0) -> tuple[list[Line], list[float]]:
    """Return the lines of a picture with their confidences, in units of 1/``scale`` pixels."""
    import numpy

    found, _ = _engine()(numpy.asarray(picture))
    lines: list[Line] = []
    scores: list[float] = []
    for box, text, score in found or ():
        if float(score) < _LEAST or not str(text).strip():
            continue
        xs, ys = [float(p[0]) / scale for p in box], [float(p[1]) / scale for p in box]
        lines.append(Line(str(text).strip(), min(xs), max(xs), min(ys), max(ys), max(ys) - min(ys), page))
        scores.append(float(score))
    return sorted(lines, key=lambda x: (x.top, x.x0)), scores
