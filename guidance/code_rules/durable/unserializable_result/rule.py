"""A body returns what the default serialiser refuses or loses."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code import tables
from guidance.code.model import Body, Flaw, Kind, Program
from guidance.code.wording import via
from guidance.model import Pillar, Rule, Severity, Source

RULE = Rule(
    title="Result does not survive its storage",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://github.com/aws/aws-durable-execution-docs/blob/main/docs/sdk-reference/state.md", "2026-11-20"),
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/sdk-reference/state/serialization.md",
            "2026-11-20",
        ),
    ),
    since="0.2.0",
    aliases=("DF022",),
)

_KINDS = {
    Kind.SET: "A set",
    Kind.MAP: "A Map",
    Kind.BIGINT: "A BigInt",
    Kind.DATETIME: "A date",
    Kind.DECIMAL: "A Decimal",
    Kind.UUID: "A UUID",
    Kind.BYTES: "Bytes",
    Kind.GENERATOR: "A generator",
    Kind.FUNCTION: "A function",
    Kind.FILE: "A file",
    Kind.DATACLASS: "A dataclass",
    Kind.MODEL: "A Pydantic model",
    Kind.INSTANCE: "An object",
}


def check(program: Program) -> Iterator[Flaw]:
    """Yield each result that the default serialiser refuses or loses."""
    for result in program.results:
        role = "handler" if result.body is Body.HANDLER else "step"
        if role == "step" and (
            not result.config.known or result.config.has("serdes") or result.config.has("item_serdes")
        ):
            continue
        says = tables.unserializable(result.value.kind, role, program.language)
        if says is not None:
            what = result.value.type_name or _KINDS.get(result.value.kind, str(result.value.kind))
            yield Flaw(result.place, f"{what} is returned here: {says}{via(result)}")
