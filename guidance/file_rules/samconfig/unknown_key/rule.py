"""The SAM CLI ignores a key of samconfig.toml."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.samconfig import options, samconfig
from guidance.template import Mapping, Template
from guidance.wording import nearest

RULE = Rule(
    title="Key of samconfig.toml that the SAM CLI does not know",
    severity=Severity.WARNING,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html",
            "2026-11-20",
        ),
    ),
)
CLOSE = 3


def check(template: Template) -> Iterator[Found]:
    """Yield each command, section and parameter that no command of the SAM CLI reads."""
    config = samconfig(template)
    known = options()
    for _, command, section in config.commands() if config is not None else ():
        if command not in known.by_command and command not in known.others:
            near = nearest(command, known.by_command, CLOSE)
            yield Found(
                template.at(section),
                f"The SAM CLI has no command '{command[:60]}'{_offer(near)} What stands here is ignored.",
            )
            continue
        for name, part in section.entries.items():
            if name != "parameters":
                yield Found(template.at(part), f"The SAM CLI reads only `parameters` here; '{name[:60]}' is ignored.")
            elif isinstance(part, Mapping) and command in known.by_command:
                yield from _parameters(template, command, part, known.by_command[command])


def _parameters(template: Template, command: str, parameters: Mapping, known: frozenset[str]) -> Iterator[Found]:
    for name, value in parameters.entries.items():
        if name.replace("-", "_") not in known:
            offer = _offer(nearest(name, sorted(known), CLOSE))
            yield Found(
                template.at(value),
                f"`sam {command.replace('_', ' ')}` has no parameter '{name[:60]}'{offer} It is ignored.",
            )


def _offer(near: str | None) -> str:
    return f"; did you mean {near}?" if near else "."
