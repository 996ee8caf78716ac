"""SARIF 2.1.0's schema, as Microsoft's package for matching SARIF logs carries it; `make test` installs it."""

from __future__ import annotations

import json
from typing import Any

import jsonschema

from tests.conftest import ROOT

SCHEMA = ROOT / "tests/node/node_modules/@microsoft/sarif-matcher-utils/lib/schemas/sarif-2.1.0-rtm.5.json"


def validate(log: Any) -> None:
    """Raise at the first thing in a log that SARIF does not allow."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft4Validator.check_schema(schema)
    jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker()).validate(log)
