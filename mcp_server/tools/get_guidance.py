"""The tool `get_guidance`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mcp_server.errors import CallError
from mcp_server.guidance_answers import by_id, by_question
from mcp_server.guidance_results import GuidanceResult
from mcp_server.tools import Caller


def get_guidance(
    caller: Caller,
    query: Annotated[str | None, Field(description="A question in English, in your own words")] = None,
    id: Annotated[  # noqa: A002 - the name in the contract
        str | None,
        Field(
            description="Practice SQS-01, rule sqs-low-receive-count, fact lambda.timeout.maximum, topic cold-starts"
        ),
    ] = None,
) -> GuidanceResult:
    """Answer a serverless question with the practices that matter: values, limits, why, what enforces them, sources.

    Use for "how should I", "why", and to explain an id that a result names.
    """
    del caller
    if query is not None and id is not None:
        raise CallError("Pass `query` or `id`, not both.")
    if id is not None and id.strip():
        return by_id(id)
    if query is None or not query.strip():
        raise CallError("Pass a question as `query`, or the id of a practice, rule, fact or topic as `id`.")
    return by_question(query)
