"""What SARIF 2.1.0's schema demands of the parts that we write, restated: every object closed, required keys, bounds.

Read on 2026-11-20 in https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json
"""

from __future__ import annotations

from typing import Any


def closed(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": list(required), "properties": properties}


def many(items: Any, least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": least}


TEXT = {"type": "string"}
NUMBER = {"type": "integer", "minimum": 1}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
MESSAGE = {**closed(text=TEXT, markdown=TEXT, id=TEXT), "anyOf": [{"required": ["text"]}, {"required": ["id"]}]}
MULTIFORMAT = closed(("text",), text=TEXT, markdown=TEXT)
ARTIFACT = closed(
    uri={"type": "string", "format": "uri-reference"}, uriBaseId=TEXT, index={"type": "integer", "minimum": -1}
)
REGION = closed(startLine=NUMBER, startColumn=NUMBER, endLine=NUMBER, endColumn=NUMBER, snippet=closed(text=TEXT))
PHYSICAL = {**closed(artifactLocation=ARTIFACT, region=REGION, contextRegion=REGION), "required": ["artifactLocation"]}
LOGICAL = closed(name=TEXT, fullyQualifiedName=TEXT, kind=TEXT)
LOCATION = closed(
    id={"type": "integer", "minimum": -1}, physicalLocation=PHYSICAL, logicalLocations=many(LOGICAL), message=MESSAGE
)
REPLACEMENT = closed(("deletedRegion",), deletedRegion=REGION, insertedContent=closed(text=TEXT))
CHANGE = closed(("artifactLocation", "replacements"), artifactLocation=ARTIFACT, replacements=many(REPLACEMENT, 1))
FIX = closed(("artifactChanges",), description=MESSAGE, artifactChanges=many(CHANGE, 1))
SUPPRESSION = closed(("kind",), kind={"enum": ["inSource", "external"]}, justification=TEXT)
RESULT = closed(
    ("message",),
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": -1},
    level=LEVEL,
    message=MESSAGE,
    locations=many(LOCATION),
    relatedLocations={**many(LOCATION), "uniqueItems": True},
    partialFingerprints={"type": "object", "additionalProperties": TEXT},
    suppressions={**many(SUPPRESSION), "uniqueItems": True},
    fixes={**many(FIX), "uniqueItems": True},
)
RULE = closed(
    ("id",),
    id=TEXT,
    shortDescription=MULTIFORMAT,
    fullDescription=MULTIFORMAT,
    help=MULTIFORMAT,
    helpUri={"type": "string", "format": "uri"},
    defaultConfiguration=closed(level=LEVEL),
    properties={"type": "object", "properties": {"tags": {**many(TEXT), "uniqueItems": True}}},
)
DRIVER = closed(
    ("name",),
    name=TEXT,
    version=TEXT,
    semanticVersion=TEXT,
    informationUri={"type": "string", "format": "uri"},
    rules={**many(RULE), "uniqueItems": True},
)
RUN = closed(
    ("tool",),
    tool=closed(("driver",), driver=DRIVER),
    invocations=many(closed(("executionSuccessful",), executionSuccessful={"type": "boolean"})),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    originalUriBaseIds={"type": "object", "additionalProperties": ARTIFACT},
    results=many(RESULT),
)
SARIF = closed(
    ("version", "runs"),
    **{"$schema": {"type": "string", "format": "uri"}, "version": {"enum": ["2.1.0"]}, "runs": many(RUN)},
)
