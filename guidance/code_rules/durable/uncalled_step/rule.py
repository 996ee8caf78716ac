"""A decorated step is passed uncalled or lacks its context, or a result is passed for a function."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code.model import Flaw, Program
from guidance.model import Pillar, Rule, Severity, Source

RULE = Rule(
    title="Step is not given the function it takes",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/sdk-reference/operations/step.md",
            "2026-11-20",
        ),
        Source("https://docs.aws.amazon.com/lambda/latest/dg/durable-execution-sdk.html", "2026-11-20"),
    ),
    since="0.2.0",
    aliases=("DF015",),
)

_MESSAGES = {
    "uncalled": "{name} is decorated, so it has to be called: its call gives the function that runs. Write {name}(...).",
    "parameter": "{name} is called with the step's context first, but has no parameter for it. Add step: StepContext.",
    "called": "{name} runs here, outside of the step, and the step is given its result. Pass a function that calls it.",
}


def check(program: Program) -> Iterator[Flaw]:
    """Yield each decorated function that is passed uncalled or lacks its parameter, and each result passed for a function."""
    for each in program.uncalled:
        yield Flaw(each.place, _MESSAGES[each.problem].format(name=each.name))
