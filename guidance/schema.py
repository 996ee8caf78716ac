"""The one adapter around cfn-lint: AWS's resource schemas, checked at exact lines, without the network.

Its rules are built once (a quarter of a second) and shared behind a lock, as they keep state per template. Its configuration is
an empty file, because a `.cfnlintrc` in the user's folder may name Python code to run.
"""

from __future__ import annotations

import functools
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guidance.errors import TemplateError
from guidance.model import Finding, Severity

if TYPE_CHECKING:
    from cfnlint.rules import Match, Rules

_LOCK = threading.Lock()
_SEVERITY = {"E": Severity.ERROR, "W": Severity.WARNING, "I": Severity.INFO}


def check_schema(text: str, *, region: str = "us-east-1") -> list[Finding]:
    """Check a SAM or CloudFormation template against AWS's schemas.

    Args:
        text: The template, YAML or JSON.
        region: The region whose resource types and values count.

    Returns:
        Findings of error and warning, in order of line.

    Raises:
        TemplateError: when the text is no template; the message says the line.

    """
    from cfnlint.decode.decode import decode_str
    from cfnlint.runner import run_template_by_data

    template, errors = decode_str(text)
    if not template or errors:
        raise TemplateError(
            "; ".join(f"line {match.linenumber}: {match.message}" for match in errors) or "The template is empty."
        )
    with _LOCK:
        matches = list(run_template_by_data(template, _configuration(region), _rules()))
    return sorted(
        (_finding(match) for match in matches), key=lambda finding: (finding.line, finding.column, finding.rule_id)
    )


@functools.cache
def _rules() -> Rules:
    import cfnlint
    from cfnlint.rules import Rules

    return Rules.create_from_directory(Path(cfnlint.__file__).parent / "rules")


@functools.cache
def _configuration(region: str) -> Any:  # noqa: ANN401 - cfn-lint's class is untyped
    from cfnlint.config import ConfigMixIn

    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as empty:
        empty.write("{}\n")
        empty.flush()
        return ConfigMixIn(["--config-file", empty.name], regions=[region])


def _finding(match: Match) -> Finding:
    path = [str(part) for part in match.path or ()]
    return Finding(
        rule_id=match.rule.id,
        severity=_SEVERITY.get(match.rule.id[0], Severity.ERROR),
        message=match.message,
        resource=path[1] if len(path) > 1 and path[0] == "Resources" else None,
        path="/" + "/".join(path) if path else "",
        line=match.linenumber,
        column=match.columnnumber,
        end_line=match.linenumberend,
        engine="schema",
        source_url=match.rule.source_url or None,
    )
