"""The tool `compare_options`."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from guidance.advice.options import compare, decisions
from mcp_server.memory_sources import price_region
from mcp_server.options import ComparisonResult, answer
from mcp_server.tools import Caller


def compare_options(
    caller: Caller,
    decision: Annotated[str, Field(json_schema_extra={"enum": list(decisions())})],
    figures: Annotated[
        dict[str, Any] | None,
        Field(description="What is known, by name; call without to see which it takes, with units and defaults"),
    ] = None,
    region: Annotated[str | None, Field(description="Whose prices count")] = None,
) -> ComparisonResult:
    """Compute which way to build something: what limits rule out, what each way costs, where the order flips.

    Use before choosing compute, orchestration, messaging, integration, tenancy, logging or a cure for cold starts.
    """
    return answer(compare(decision, figures, price_region(caller.settings, region)))
