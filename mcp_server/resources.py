"""Resources: what a result names by id, to be read when wanted."""

from __future__ import annotations

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError
from mcp.types import Completion, CompletionArgument, CompletionContext, PromptReference, ResourceTemplateReference

from guidance import UnknownPracticeError, UnknownRuleError, practice, practices, rules
from mcp_server.pages import practice_markdown
from mcp_server.rules import rule_page

_MOST = 100
"""Values that one completion may hold: https://modelcontextprotocol.io/specification/2026-07-28/server/utilities/completion."""


def register(server: MCPServer[None]) -> None:
    """Add every resource, and the completion of their ids."""

    @server.resource(
        "practice://{id}", name="practice", title="One practice by id", description="What it says, why, and its source.",
        mime_type="text/markdown",
    )  # fmt: skip
    def read_practice(id: str) -> str:  # noqa: A002 - the name in the template
        try:
            return practice_markdown(practice(id))
        except UnknownPracticeError as error:
            raise ResourceNotFoundError(str(error)) from None

    @server.resource(
        "rule://{id}", name="rule", title="One rule by id or alias", description="Why, what to avoid, what to prefer, limits.",
        mime_type="text/markdown",
    )  # fmt: skip
    def read_rule(id: str) -> str:  # noqa: A002 - the name in the template
        try:
            return rule_page(id)
        except UnknownRuleError as error:
            raise ResourceNotFoundError(str(error)) from None

    async def complete(
        ref: PromptReference | ResourceTemplateReference,
        argument: CompletionArgument,
        context: CompletionContext | None,
    ) -> Completion | None:
        del context
        if not isinstance(ref, ResourceTemplateReference) or argument.name != "id":
            return None
        if ref.uri == "rule://{id}":
            found = [name for name in rules() if argument.value.lower() in name]
        else:
            found = [name for name in practices() if name.startswith(argument.value.upper())]
        return Completion(values=found[:_MOST], total=len(found), has_more=len(found) > _MOST)

    server.completion()(complete)  # type: ignore[no-untyped-call] # the SDK leaves it unannotated
    del read_practice, read_rule
