"""A file that the template names is not there."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.files import named_files
from guidance.model import Confidence, Found, Pillar, Rule, Severity, Source
from guidance.template import Template
from guidance.wording import names

RULE = Rule(
    title="File that the template names is not there",
    severity=Severity.ERROR,
    confidence=Confidence.MEDIUM,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-cli-command-reference-sam-package.html",
            "2026-11-20",
        ),
    ),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each name of a file that leads nowhere, or out of the workspace; one for all where not a single one is there.

    Where another named file is there, the project is: packaging fails. Else the template may lie without its project.
    """
    files = named_files(template)
    missing = [each for each in files if each.state == "missing"]
    if len(missing) > 1 and len(missing) == len(files):
        listed = names([each.name[:80] for each in missing])
        message = f"None of the {len(missing)} files that the template names is there: {listed}. Packaging stops here."
        yield Found(missing[0].at, message, [each.at for each in missing[1:]], severity=Severity.WARNING)
        return
    severity = Severity.ERROR if any(each.state in {"read", "unreadable"} for each in files) else Severity.WARNING
    for each in missing:
        message = f"There is no file '{each.name[:120]}' beside the template; packaging stops here unless a build step makes it."
        yield Found(each.at, message, severity=severity)
    for each in files:
        if each.state == "outside":
            message = f"'{each.name[:120]}' leads out of the workspace, so it was not read."
            yield Found(each.at, message, severity=Severity.INFO)
