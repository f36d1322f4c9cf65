"""Names of the graph: namespaces, prefixes and terms; the only Python place with IRI literals.

``Pol`` and ``Code`` name exactly the terms of ``ontology/policy.ttl`` and ``ontology/roles.ttl``
(tests/test_vocab.py keeps them equal). Terms are ``str``: ``f"<{Pol.LEADS}>"``.

>>> str(Pol.LEADS).removeprefix(POL)
'leads'
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

BASE: Final = "https://w3id.org/policykg/"
POL: Final = "https://w3id.org/policykg/ontology#"
CODE: Final = "https://w3id.org/policykg/code/"
SHAPE: Final = "https://w3id.org/policykg/shapes#"
ONTOLOGY: Final = "https://w3id.org/policykg/ontology"

ELI: Final = "http://data.europa.eu/eli/ontology#"
ORG: Final = "http://www.w3.org/ns/org#"
PROV: Final = "http://www.w3.org/ns/prov#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
QUDT: Final = "http://qudt.org/schema/qudt/"
UNIT: Final = "http://qudt.org/vocab/unit/"
NIF: Final = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
M8G: Final = "http://data.europa.eu/m8g/"
TIME: Final = "http://www.w3.org/2006/time#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SH: Final = "http://www.w3.org/ns/shacl#"

# What describes a graph and the service that answers from it; no statement of a graph uses them.
SD: Final = "http://www.w3.org/ns/sparql-service-description#"
FORMATS: Final = "http://www.w3.org/ns/formats/"
VOID: Final = "http://rdfs.org/ns/void#"
DCAT: Final = "http://www.w3.org/ns/dcat#"
SPDX: Final = "http://spdx.org/rdf/terms#"
MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
SPDX_LICENCES: Final = "https://spdx.org/licenses/"

VOCABULARIES: Final[dict[str, str]] = {
    "pol": POL,
    "code": CODE,
    "eli": ELI,
    "org": ORG,
    "prov": PROV,
    "skos": SKOS,
    "qudt": QUDT,
    "unit": UNIT,
    "nif": NIF,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "m8g": M8G,
    "time": TIME,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "sh": SH,
}

# Kinds of our own nodes: prefix -> path below the base (graph IRIs of documents are doc IRIs).
KINDS: Final[dict[str, str]] = {
    "doc": "doc/",
    "item": "item/",
    "agency": "agency/",
    "place": "place/",
    "function": "function/",
    "project": "project/",
    "person": "person/",
    "source": "source/",
    "assignment": "assignment/",
    "quantity": "quantity/",
    "derivation": "derivation/",
    "alignment": "alignment/",
    "concern": "concern/",
    "citation": "citation/",
    "appointment": "appointment/",
    "event": "event/",
    "change": "change/",
    "holding": "holding/",
    "attestation": "attestation/",
    "repair": "repair/",
    "field": "field/",
    "issue": "issue/",
    "graph": "graph/",
}


class Pol(StrEnum):
    """Classes and properties of the policykg ontology."""

    # papers and their parts
    POLICY_DOCUMENT = POL + "PolicyDocument"
    POLICY_ITEM = POL + "PolicyItem"
    LEVEL = POL + "level"
    DOCUMENT_KIND = POL + "documentKind"
    ISSUER_NAME = POL + "issuerName"
    ITEM_KIND = POL + "itemKind"
    PART = POL + "part"
    SECTION = POL + "section"
    ORDINAL = POL + "ordinal"
    PRINTED_ORDINAL = POL + "printedOrdinal"
    TITLE = POL + "title"
    TEXT = POL + "text"
    DEADLINE = POL + "deadline"
    CONTINUED = POL + "continued"
    ABSENCE = POL + "absence"
    FIELD_CLASS = POL + "Field"
    FIELD = POL + "field"
    HEADER = POL + "header"
    # bodies and places
    BODY = POL + "Body"
    AGENCY_CLASS = POL + "Agency"
    AGENCY_GROUP = POL + "AgencyGroup"
    UNRESOLVED_AGENCY = POL + "UnresolvedAgency"
    FUNCTION_CLASS = POL + "Function"
    FUNCTION = POL + "function"
    JURISDICTION = POL + "jurisdiction"
    SHORT_NAME = POL + "shortName"
    SUCCEEDED_BY = POL + "succeededBy"
    PLACE = POL + "Place"
    COUNTRY = POL + "Country"
    PROVINCE = POL + "Province"
    CITY = POL + "City"
    COUNTY = POL + "County"
    ZONE = POL + "Zone"
    WITHIN = POL + "within"
    PROJECT = POL + "Project"
    # who does what
    PARTICIPATES_IN = POL + "participatesIn"
    LEADS = POL + "leads"
    ASSISTS = POL + "assists"
    RESPONSIBLE_FOR = POL + "responsibleFor"
    ASSIGNMENT = POL + "Assignment"
    AGENCY = POL + "agency"
    ITEM = POL + "item"
    ROLE = POL + "role"
    PRINTED = POL + "printed"
    # what by when
    QUANTITY = POL + "Quantity"
    TARGET = POL + "Target"
    FUNDING = POL + "Funding"
    HAS_QUANTITY = POL + "hasQuantity"
    TARGETS = POL + "targets"
    FUNDS = POL + "funds"
    INDICATOR = POL + "indicator"
    COMPARATOR = POL + "comparator"
    VALUE = POL + "value"
    MAX_VALUE = POL + "maxValue"
    UNIT = POL + "unit"
    BASE_VALUE = POL + "baseValue"
    BASE_MAX = POL + "baseMaxValue"
    BASE_UNIT = POL + "baseUnit"
    FORMER_VALUE = POL + "formerValue"
    PER = POL + "per"
    INHERITED_DEADLINE = POL + "inheritedDeadline"
    DEADLINE_DATE = POL + "deadlineDate"
    GIVER = POL + "giver"
    BENEFICIARY = POL + "beneficiary"
    CONDITION = POL + "condition"
    INSTRUMENT = POL + "instrument"
    MODE = POL + "mode"
    FREQUENCY = POL + "frequency"
    COLUMN = POL + "column"
    # where it comes from
    DERIVES_FROM = POL + "derivesFrom"
    DERIVATION = POL + "Derivation"
    UPSTREAM_ITEM = POL + "upstreamItem"
    DERIVATION_KIND = POL + "derivationKind"
    INHERITED = POL + "inherited"
    ALIGNED_WITH = POL + "alignedWith"
    ALIGNMENT = POL + "Alignment"
    ALIGNED_ITEM = POL + "alignedItem"
    ALIGNMENT_KIND = POL + "alignmentKind"
    MATCHED = POL + "matched"
    CONCERNS = POL + "concerns"
    CONCERN = POL + "Concern"
    ABOUT = POL + "about"
    CITATION_EVIDENCE = POL + "CitationEvidence"
    CITING = POL + "citing"
    CITED = POL + "cited"
    CITATION_KIND = POL + "citationKind"
    # people and events
    PERSON = POL + "Person"
    POST_HOLDING = POL + "PostHolding"
    APPOINTMENT = POL + "Appointment"
    EVENT = POL + "Event"
    POST = POL + "post"
    BODY_NAME = POL + "bodyName"
    ACTION = POL + "action"
    DATE = POL + "date"
    START_DATE = POL + "startDate"
    END_DATE = POL + "endDate"
    NOTE = POL + "note"
    HOLDING = POL + "holding"
    PARTICIPANT = POL + "participant"
    RECORDED_IN = POL + "recordedIn"
    # evidence
    EVIDENCED_STATEMENT = POL + "EvidencedStatement"
    SOURCE_CLASS = POL + "Source"
    SOURCE = POL + "source"
    PATH = POL + "path"
    SHA256 = POL + "sha256"
    PAGE = POL + "page"
    REGION = POL + "region"
    RULE = POL + "rule"
    SCORE = POL + "score"
    ATTESTATION = POL + "Attestation"
    ATTESTED_BY = POL + "attestedBy"
    REPAIR = POL + "Repair"
    REPAIRS = POL + "repairs"
    CORRECTED = POL + "corrected"
    ISSUE_CLASS = POL + "Issue"
    ISSUE = POL + "issue"
    ISSUE_CODE = POL + "issueCode"
    SEVERITY = POL + "severity"
    MESSAGE = POL + "message"
    LINE = POL + "line"
    # typed absence
    NOT_ASSIGNED = POL + "NotAssigned"
    UNREADABLE = POL + "Unreadable"
    NOT_RESOLVED = POL + "NotResolved"


class Code(StrEnum):
    """Concepts of the code lists (``ontology/roles.ttl``), and the schemes that hold them."""

    ROLES = CODE + "roles"
    LEADS = CODE + "leads"
    ASSISTS = CODE + "assists"
    RESPONSIBLE = CODE + "responsible"
    COMPARATORS = CODE + "comparators"
    EQUAL = CODE + "equal"
    AT_LEAST = CODE + "at-least"
    AT_MOST = CODE + "at-most"
    ABOUT = CODE + "about"
    RANGE = CODE + "range"
    MODES = CODE + "modes"
    LEVEL = CODE + "level"
    INCREASE = CODE + "increase"
    RATE = CODE + "rate"
    FREQUENCIES = CODE + "frequencies"
    YEAR = CODE + "year"
    MONTH = CODE + "month"
    INSTRUMENTS = CODE + "instruments"
    AWARD = CODE + "award"
    GRANT = CODE + "grant"
    SUBSIDY = CODE + "subsidy"
    INTEREST_SUBSIDY = CODE + "interest-subsidy"
    INSURANCE_SUBSIDY = CODE + "insurance-subsidy"
    TAX_RELIEF = CODE + "tax-relief"
    DISCOUNT = CODE + "discount"
    FUND = CODE + "fund"
    BOND = CODE + "bond"
    EQUITY = CODE + "equity"
    CREDIT = CODE + "credit"
    VOUCHER = CODE + "voucher"
    APPROPRIATION = CODE + "appropriation"
    DERIVATION_KINDS = CODE + "derivation-kinds"
    QUOTED = CODE + "quoted"
    CITED = CODE + "cited"
    ALIGNED = CODE + "aligned"
    ALIGNMENT_KINDS = CODE + "alignment-kinds"
    UPPER = CODE + "upper"
    ANNEX = CODE + "annex"
    SISTER = CODE + "sister"
    CITATION_KINDS = CODE + "citation-kinds"
    BASED_ON = CODE + "based-on"
    CITES = CODE + "cites"
    CHANGES = CODE + "changes"
    ABSENCES = CODE + "absences"
    LEVELS = CODE + "levels"
    COUNTRY = CODE + "country"
    PROVINCE = CODE + "province"
    CITY = CODE + "city"
    COUNTY = CODE + "county"
    TOWNSHIP = CODE + "township"
    DOCUMENT_KINDS = CODE + "document-kinds"
    ACT = CODE + "act"
    LIST = CODE + "list"
    GAZETTE = CODE + "gazette"
    APPOINTMENTS = CODE + "appointments"
    CHRONICLE = CODE + "chronicle"
    ITEM_KINDS = CODE + "item-kinds"
    TASK = CODE + "task"
    CLAUSE = CODE + "clause"
    ROW = CODE + "row"
    FORMULA = CODE + "formula"
    APPOINTMENT = CODE + "appointment"
    EVENT = CODE + "event"
    ACTIONS = CODE + "actions"
    APPOINTED = CODE + "appointed"
    REMOVED = CODE + "removed"
    LAPSED = CODE + "lapsed"
    NOMINATED = CODE + "nominated"
    FUNCTIONS = CODE + "functions"
    COVERAGE_STATES = CODE + "coverage-states"
    COVERAGE_QUOTED = CODE + "coverage-quoted"
    COVERAGE_REWRITTEN = CODE + "coverage-rewritten"
    COVERAGE_PERHAPS = CODE + "coverage-perhaps"
    COVERAGE_LEAD_ONLY = CODE + "coverage-lead-only"
    COVERAGE_SUSPECT = CODE + "coverage-suspect"
    COVERAGE_NONE = CODE + "coverage-none"
    COVERAGE_UNBOUND = CODE + "coverage-unbound"
    COVERAGE_INVENTION = CODE + "coverage-invention"


class Ext(StrEnum):
    """Terms of other vocabularies that the graph uses, as those vocabularies define them."""

    TYPE = RDF + "type"
    ELI_ID_LOCAL = ELI + "id_local"
    ELI_TITLE = ELI + "title"
    ELI_DATE_DOCUMENT = ELI + "date_document"
    ELI_PASSED_BY = ELI + "passed_by"
    ELI_JURISDICTION = ELI + "jurisdiction"
    ELI_IS_PART_OF = ELI + "is_part_of"
    ELI_BASED_ON = ELI + "based_on"
    ELI_CITES = ELI + "cites"
    ELI_CHANGES = ELI + "changes"
    ORG_MEMBER = ORG + "member"
    ORG_ORGANIZATION = ORG + "organization"
    ORG_HAS_MEMBER = ORG + "hasMember"
    ORG_SUB_ORGANIZATION_OF = ORG + "subOrganizationOf"
    ORG_CHANGE_EVENT = ORG + "ChangeEvent"
    ORG_ORIGINAL_ORGANIZATION = ORG + "originalOrganization"
    ORG_RESULTING_ORGANIZATION = ORG + "resultingOrganization"
    PREF_LABEL = SKOS + "prefLabel"
    ALT_LABEL = SKOS + "altLabel"
    IN_SCHEME = SKOS + "inScheme"
    BROADER = SKOS + "broader"
    NARROWER = SKOS + "narrower"
    IDENTIFIER = DCTERMS + "identifier"
    DATE = DCTERMS + "date"
    DCT_TYPE = DCTERMS + "type"
    DCT_SOURCE = DCTERMS + "source"
    FORMAT = DCTERMS + "format"
    QUDT_HAS_UNIT = QUDT + "hasUnit"
    NIF_BEGIN_INDEX = NIF + "beginIndex"
    NIF_END_INDEX = NIF + "endIndex"
    NIF_ANCHOR_OF = NIF + "anchorOf"
    XSD_INTEGER = XSD + "integer"
    XSD_DECIMAL = XSD + "decimal"
    XSD_BOOLEAN = XSD + "boolean"
    XSD_DATE = XSD + "date"
    XSD_YEAR_MONTH = XSD + "gYearMonth"
    XSD_YEAR = XSD + "gYear"


# What the values of policykg.model are called in the graph.
DIRECT_ROLES: Final[dict[str, Pol]] = {
    "leads": Pol.LEADS,
    "assists": Pol.ASSISTS,
    "responsible": Pol.RESPONSIBLE_FOR,
}
ROLES: Final[dict[str, Code]] = {
    "leads": Code.LEADS,
    "assists": Code.ASSISTS,
    "responsible": Code.RESPONSIBLE,
}
COMPARATORS: Final[dict[str, Code]] = {
    "=": Code.EQUAL,
    ">=": Code.AT_LEAST, "<=": Code.AT_MOST,
    "~": Code.ABOUT, "range": Code.RANGE,
}  # fmt: skip
QUANTITY_CLASSES: Final[dict[str, tuple[Pol, Pol]]] = {
    "target": (Pol.TARGET, Pol.TARGETS), "funding": (Pol.FUNDING, Pol.FUNDS),
}  # fmt: skip
CITATIONS: Final[dict[str, tuple[Ext, Code]]] = {
    "based_on": (Ext.ELI_BASED_ON, Code.BASED_ON), "cites": (Ext.ELI_CITES, Code.CITES),
    "changes": (Ext.ELI_CHANGES, Code.CHANGES),
}  # fmt: skip
BODY_CLASSES: Final[dict[str, Pol]] = {
    "agency": Pol.AGENCY_CLASS,
    "group": Pol.AGENCY_GROUP,
    "unresolved": Pol.UNRESOLVED_AGENCY,
}
PLACE_CLASSES: Final[dict[str, Pol]] = {
    "country": Pol.COUNTRY,
    "province": Pol.PROVINCE,
    "city": Pol.CITY,
    "county": Pol.COUNTY,
    "zone": Pol.ZONE,
}


def code(value: str) -> str:
    """Return the IRI of the concept whose code is a value of ``policykg.model`` (``city``, ``quoted`` …).

    >>> code("city") == Code.CITY
    True
    """
    return CODE + value
