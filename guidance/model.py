"""What this room speaks of: practices, and findings of the checks. Read this first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Severity(StrEnum):
    """How bad a finding is, by its consequence."""

    ERROR = "error"
    """Deployment or the first invocation fails, data is certainly lost, or a hole is open."""
    WARNING = "warning"
    """It works until it does not: under load, on a retry, in a year."""
    INFO = "info"
    """An opinion worth hearing once."""


class Finding(BaseModel):
    """One place that departs from a rule. Lines and columns count from 1."""

    model_config = ConfigDict(frozen=True)

    rule_id: str
    severity: Severity
    message: str
    resource: str | None = Field(None, description="Logical id.")
    path: str = Field("", description="JSON pointer.")
    line: int
    column: int = 1
    end_line: int
    engine: Literal["practices", "schema", "sam"]
    source_url: str | None = None


@dataclass(frozen=True)
class Practice:
    """One best practice of AWS's serverless team, in this project's words.

    `check_kind` says how it can be checked: template_rule, code_rule, calculation, scaffold or guidance. `correction` is what
    has changed since, or what the talk had wrong; it wins over the talk. `derived` practices go beyond what the speaker said.
    """

    id: str
    area: str
    statement: str
    why: str
    source: tuple[str, ...]
    check_kind: str
    derived: bool = False
    correction: str | None = None
