"""What this room speaks of: rules, findings, fixes, practices. Read this first.

A rule is `RULE = Rule(...)` and `check(template)` in `rules/<service>/<smell>/rule.py`; `check` yields `Found`, the engine makes
each a `Finding`. Nothing here imports pydantic: listing the rules has to be quick.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    from guidance.template import Resource, Value


class Severity(StrEnum):
    """How bad a finding is, by its consequence."""

    ERROR = "error"
    """Deployment or the first invocation fails, data is certainly lost, or a hole is open."""
    WARNING = "warning"
    """It works until it does not: under load, on a retry, in a year."""
    INFO = "info"
    """An opinion worth hearing once."""


class Confidence(StrEnum):
    """How sure a rule is that what it finds is wrong."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Pillar(StrEnum):
    """The pillars of the Well-Architected Framework."""

    OPERATIONS = "operational excellence"
    SECURITY = "security"
    RELIABILITY = "reliability"
    PERFORMANCE = "performance efficiency"
    COST = "cost optimization"
    SUSTAINABILITY = "sustainability"


class Profile(StrEnum):
    """Which rules run: strict has all of default."""

    DEFAULT = "default"
    STRICT = "strict"


class Status(StrEnum):
    """How settled a rule is."""

    PREVIEW = "preview"
    STABLE = "stable"
    DEPRECATED = "deprecated"


class FixKind(StrEnum):
    """Whether a rule's findings come with a fix."""

    NONE = "none"
    SOMETIMES = "sometimes"
    ALWAYS = "always"


Engine = Literal["practices", "schema", "sam"]


@dataclass(frozen=True, slots=True)
class Source:
    """The document that a rule rests on, and the ISO date it was cited: what the page said is what was known of it that day."""

    url: str
    cited: str


_TWO_WORDS = ("managed-instances", "step-functions")
"""Services whose folder has two words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One best practice that can be checked. All arguments are literals: the index reads them without importing the rule.

    The id comes from the path: `rules/sqs/short_visibility_timeout/` is `sqs-short-visibility-timeout`.
    """

    id: str = ""
    title: str
    """The smell, as a phrase without "Ensure": "Visibility timeout is shorter than the function needs"."""
    severity: Severity
    """The worst that `check` yields."""
    pillars: tuple[Pillar, ...]
    sources: tuple[Source, ...]
    confidence: Confidence = Confidence.HIGH
    profile: Profile = Profile.DEFAULT
    fix: FixKind = FixKind.NONE
    fix_safe: bool = False
    """Whether the fix cannot change behaviour for the worse."""
    since: str = "0.1.0"
    status: Status = Status.STABLE
    aliases: tuple[str, ...] = ()
    """The catalogue's id first, such as "SQS002"; then former ids."""
    equivalents: tuple[str, ...] = ()
    """Other tools' ids for the same thing ("E3505", "CKV_AWS_116", "W84", "WS1004"): their suppressions count, and where
    cfn-lint reports the same, this rule wins."""
    practices: tuple[str, ...] = ()
    """Ids of the practices that the rule enforces."""

    @property
    def service(self) -> str:
        """The service that the rule belongs to, as in its id: `step-functions`."""
        return next((name for name in _TWO_WORDS if self.id.startswith(f"{name}-")), self.id.split("-")[0])


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace a stretch of the template's text. Lines and columns count from 1; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that cure a finding. Safe: they cannot change behaviour for the worse."""

    safe: bool
    description: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a finding rests on."""

    resource: str | None
    line: int
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One place that departs from a rule. Lines and columns count from 1."""

    __pydantic_config__: ClassVar[dict[str, bool]] = {"use_attribute_docstrings": True}

    rule_id: str
    """Id of the rule, or cfn-lint's own id."""
    severity: Severity
    confidence: Confidence = Confidence.HIGH
    message: str
    """What is wrong here, and what to do."""
    resource: str | None = None
    """Logical id."""
    path: str = ""
    """JSON pointer."""
    line: int
    column: int = 1
    end_line: int
    engine: Engine = "practices"
    related: tuple[Related, ...] = ()
    """The other ends of a finding between resources."""
    source_url: str | None = None
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule's `check` yields.

    `at` is the Value or Resource to change; the engine takes line, path and resource from it, and adds to the message under
    which conditions and parameter defaults it holds. `related` are the other ends.
    """

    at: Value | Resource
    message: str
    related: Sequence[Value | Resource] = ()
    fix: Fix | None = None
    severity: Severity | None = None
    """Milder than the rule's, in this case."""
    confidence: Confidence | None = None


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that somebody silenced."""

    finding: Finding
    reason: str | None
    by: str
    """What silenced it: "metadata", "comment", "cfn-lint", "checkov", "cfn_nag"."""


@dataclass(frozen=True, slots=True)
class Report:
    """What checking one template gave."""

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...] = ()
    hidden: int = 0
    """Findings beyond `max_findings`."""
    counts: dict[Severity, int] = field(default_factory=dict)
    """Findings by severity, hidden ones too."""

    @property
    def valid(self) -> bool:
        """No finding of severity error."""
        return not self.counts.get(Severity.ERROR)


@dataclass(frozen=True, slots=True)
class CodeReport(Report):
    """What checking one file of code, and what it imports, gave."""

    handlers: int = 0
    """Durable handlers found; without one nothing was checked, which is not the same as clean."""
    files: tuple[str, ...] = ()
    """What was read, relative to the root: the file itself first, then what it imports."""
    notes: tuple[str, ...] = ()
    """What was not read to the end, and why."""


@dataclass(frozen=True, slots=True)
class Enforcement:
    """What sees to it that a practice is kept."""

    kind: Literal["rule", "code rule", "scaffold", "advice", "fact"]
    name: str
    """The rule's id, the scaffold, the tool that computes it, or the fact."""
    where: str = ""
    """Of a scaffold: the file or folder in which to see it; of `compare_options`: the decision."""


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
    apply: str = ""
    """How: the settings, values and calls, with the facts filled in."""
    limits: str = ""
    """Where it does not hold, or costs more than it brings."""
    enforced_by: tuple[Enforcement, ...] = ()
    unenforced: str | None = None
    """Why no rule, scaffold or advice carries it."""
