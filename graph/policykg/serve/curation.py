"""/curation: one line for ``policykg build --curation`` that overrules who was read in an assignment."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response

from policykg.analyse.review import COLUMNS
from policykg.analyse.shown import HERE, Question
from policykg.errors import RequestError
from policykg.rdf.iri import expand
from policykg.rdf.nquads import NOT_IRI
from policykg.serve.search import csv_text
from policykg.serve.service import Service

_MENTION = Question(
    "分工",
    "The assignment",
    f"""SELECT DISTINCT ?printed ?name ?agency ?item ?text ?score WHERE {{
  {HERE}
  ?it a pol:Assignment ; pol:printed ?printed ; pol:agency ?agency ; pol:item ?item .
  ?agency skos:prefLabel ?name . ?item pol:text ?text . OPTIONAL {{ ?it pol:score ?score }}
}}""",
)
SHOWN = 60
"""Signs of the item's text that the line shows."""


def answer(request: Request) -> Response:
    """Send the header and one line: this mention is not the body that was read; a person may change the decision."""
    service: Service = request.app.state.service
    node = expand(request.query_params.get("of", ""), service.base)
    if NOT_IRI.search(node) or not node:
        raise RequestError(400, "of: name an assignment, as in of=assignment:…")
    row = next(iter(_MENTION.answer(service.graph, node)), None)
    if row is None:
        raise RequestError(404, "of: the graph has no such assignment")
    text = "".join(str(row["text"]).split())
    cells = {
        "mention": "".join(str(row["printed"]).split()),
        "where": re.sub(r"(\.upstream)?\.\d+$", "", node.rpartition("/")[2]),  # the item it was read in
        "decision": "not-same",
        "value": str(row["agency"]).rpartition("/")[2],
        "read_as": str(row["name"]),
        "score": "" if row["score"] is None else str(row["score"]),
        "times": "1",
        "item": str(row["item"]).rpartition("/")[2],
        "text": text if len(text) <= SHOWN else text[: SHOWN - 1] + "…",
    }
    body = csv_text(COLUMNS, [[cells.get(column, "") for column in COLUMNS]])
    headers = {"content-disposition": 'attachment; filename="decisions.csv"'}
    return Response(body.encode(), 200, headers, "text/csv; charset=utf-8")
