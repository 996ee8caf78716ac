"""The stack name in samconfig.toml is none that CloudFormation takes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.samconfig import samconfig
from guidance.template import Scalar, Template

RULE = Rule(
    title="Stack name in samconfig.toml that CloudFormation refuses",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-using-console-create-stack-parameters.html",
            "2026-11-20",
        ),
    ),
)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,127}\Z")


def check(template: Template) -> Iterator[Found]:
    """Yield each stack name that is malformed."""
    config = samconfig(template)
    for _, _, parameters in config.parameters() if config is not None else ():
        name = parameters.get("stack_name")
        if isinstance(name, Scalar) and not _NAME.match(name.text):
            message = f"'{name.text[:130]}' is no stack name: a letter, then up to 127 letters, digits and hyphens."
            yield Found(template.at(name), message)
