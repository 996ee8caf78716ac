"""The tool `scaffold_event_consumer`."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from mcp_server.projects import OutputDir, Overwrite, deliver
from mcp_server.results import ProjectResult
from mcp_server.tools import Caller
from scaffolds.catalog.event_consumer.answers import Answers
from scaffolds.catalog.event_consumer.settings import Source
from scaffolds.languages import Language

_MESSAGE = "{name, key (unique field), fields: as in scaffold_crud_api's resource}"
_FILTER = "EventBridge conditions by field, as {status: ['paid', {prefix: 'p'}]}"
_SETTINGS = (
    "downstream_per_second, message_seconds, maximum_concurrency, batch_size, maximum_batching_window_seconds, parallel, "
    "timeout_seconds, memory_mb, max_receive_count, maximum_retry_attempts, change_types, topic, event_source, detail_type, "
    "..."
)


def scaffold_event_consumer(
    caller: Caller,
    project_name: str,
    source: Source,
    language: Language = "python",
    message: Annotated[dict[str, Any] | None, Field(description=_MESSAGE)] = None,
    filter: Annotated[dict[str, Any] | None, Field(description=_FILTER)] = None,  # noqa: A002 - what the service calls it
    settings: Annotated[dict[str, Any] | None, Field(description=_SETTINGS)] = None,
    output_dir: OutputDir = None,
    overwrite: Overwrite = False,
) -> ProjectResult:
    """Write a tested consumer of a queue, stream or bus: partial failures, idempotency, dead letters, alarms.

    Use for event-driven work.
    """
    given = {"message": message, "filter": filter, "settings": settings}
    answers = Answers.model_validate(
        {"project_name": project_name, "source": source, "language": language}
        | {name: value for name, value in given.items() if value is not None}
    )
    return deliver("event_consumer", answers, caller.settings, output_dir, overwrite=overwrite)
