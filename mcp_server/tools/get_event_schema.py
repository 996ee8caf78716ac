"""The tool `get_event_schema`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from guidance.events import event_source as find
from mcp_server.errors import CallError
from mcp_server.events import EventSchemaResult, SchemaName, shortened, trigger
from mcp_server.tools import Caller


def get_event_schema(
    caller: Caller,
    event_source: Annotated[
        str | None, Field(description="Trigger, such as sqs, http-api, cognito-pre-sign-up")
    ] = None,
    language: Literal["python", "typescript"] = "python",
    registry: Annotated[
        str | None, Field(description="EventBridge schema registry, such as aws.events; needs AWS")
    ] = None,
    schema_name: Annotated[str | None, Field(description="Schema of the registry, as typed code")] = None,
    search: Annotated[str | None, Field(description="Words to find schemas of the registry by")] = None,
    region: str | None = None,
    profile: str | None = None,
) -> EventSchemaResult:
    """Give the event that a trigger sends to Lambda, a typed handler, what to return, and the traps.

    Use before writing a handler or its test event. With `registry`: look up EventBridge schemas.
    """
    if event_source is not None:
        if registry or schema_name or search:
            raise CallError("Pass `event_source` for a trigger, or `registry` for EventBridge's schemas, not both.")
        return trigger(find(event_source), language)
    if registry is None and (schema_name or search):
        registry = "aws.events"
    if registry is None:
        raise CallError(
            "Pass `event_source`, such as sqs, or `registry`, such as aws.events ('*' lists the registries)."
        )
    return _looked_up(caller, registry, schema_name, search, language, region, profile)


def _looked_up(
    caller: Caller, registry: str, schema_name: str | None, search: str | None,
    language: Literal["python", "typescript"], region: str | None, profile: str | None,
) -> EventSchemaResult:  # fmt: skip
    from guidance.events.typed import typed_code
    from mcp_server.aws import event_schemas
    from mcp_server.aws.sessions import aws

    where = aws(caller.settings, region, profile)
    if schema_name is not None:
        kept = event_schemas.described(where, registry, schema_name)
        code, left_out = shortened(typed_code(kept.content, language, kept.name.rpartition("@")[2]))
        note = f"{kept.registry}, version {kept.version} ({kept.kind}), {where.told}{left_out}"
        return EventSchemaResult(kind="schema", name=kept.name, language=language, code=code, note=note)
    if registry == "*":
        names = event_schemas.registries(where)
        note = f"{len(names)} registries in {where.told}; pass one as `registry`."
        return EventSchemaResult(kind="registry", name="registries", language=language, registries=names, note=note)
    found, more = event_schemas.searched(where, registry, search) if search else event_schemas.listed(where, registry)
    narrow = "; more were left out: narrow with `search`" if more else ""
    note = f"{len(found)} schemas in {where.told}{narrow}; pass one as `schema_name` for its types."
    schemas = [SchemaName(registry=each.registry, name=each.name, versions=each.versions) for each in found]
    return EventSchemaResult(kind="registry", name=registry, language=language, schemas=schemas, note=note)
