"""Resources: what a result names by id, to be read when wanted."""

from __future__ import annotations

from collections.abc import Callable

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError
from mcp.types import Completion, CompletionArgument, CompletionContext, PromptReference, ResourceTemplateReference

from guidance import GuidanceError, practice, practices, rules
from mcp_server.pages import practice_markdown, scaffold_markdown
from mcp_server.rules import rule_page
from scaffolds import ScaffoldError, get_scaffold, scaffold_names

_MOST = 100
"""Values that one completion may hold: https://modelcontextprotocol.io/specification/2026-07-28/server/utilities/completion."""


def register(server: MCPServer[None]) -> None:
    """Add every resource, and the completion of their ids."""

    @server.resource(
        "practice://{id}", name="practice", title="One practice by id",
        description="What it says, how, when not, why, what enforces it.", mime_type="text/markdown",
    )  # fmt: skip
    def read_practice(id: str) -> str:  # noqa: A002 - the name in the template
        return _page(lambda: practice_markdown(practice(id)))

    @server.resource(
        "rule://{id}", name="rule", title="One rule by id or alias", description="Why, what to avoid, what to prefer, limits.",
        mime_type="text/markdown",
    )  # fmt: skip
    def read_rule(id: str) -> str:  # noqa: A002 - the name in the template
        return _page(lambda: rule_page(id))

    @server.resource(
        "fact://{id}", name="fact", title="One number by name", description="A quota, default or price: value, source, date.",
        mime_type="text/markdown",
    )  # fmt: skip
    def read_fact(id: str) -> str:  # noqa: A002 - the name in the template
        from guidance.facts import fact
        from guidance.figures import explained

        return _page(lambda: explained(fact(id)))

    @server.resource(
        "scaffold://{name}", name="scaffold", title="One scaffold by name",
        description="What it writes, and which practices it follows where.", mime_type="text/markdown",
    )  # fmt: skip
    def read_scaffold(name: str) -> str:
        return _page(lambda: scaffold_markdown(get_scaffold(name)))

    async def complete(
        ref: PromptReference | ResourceTemplateReference,
        argument: CompletionArgument,
        context: CompletionContext | None,
    ) -> Completion | None:
        del context
        if isinstance(ref, ResourceTemplateReference):
            found = completions(ref.uri, argument.value) if ref.uri.endswith(f"{{{argument.name}}}") else None
        else:
            found = _LANGUAGES if argument.name == "language" else None
            found = [each for each in found if each.startswith(argument.value.lower())] if found else None
        if found is None:
            return None
        return Completion(values=found[:_MOST], total=len(found), has_more=len(found) > _MOST)

    server.completion()(complete)  # type: ignore[no-untyped-call] # the SDK leaves it unannotated
    del read_practice, read_rule, read_fact, read_scaffold


_LANGUAGES = ["python", "typescript"]


def completions(uri: str, typed: str) -> list[str] | None:
    """The ids that a template of resources can be completed with: those that begin so first, then those that hold it."""
    from guidance.facts import facts, prices

    known = {
        "practice://{id}": lambda: list(practices()),
        "rule://{id}": lambda: list(rules()),
        "fact://{id}": lambda: [*facts(), *prices()],
        "scaffold://{name}": scaffold_names,
    }.get(uri)
    if known is None:
        return None
    part, names = typed.lower(), known()
    begins = [name for name in names if name.lower().startswith(part)]
    return begins + [name for name in names if part in name.lower() and name not in begins]


def _page(read: Callable[[], str]) -> str:
    try:
        return read()
    except (GuidanceError, ScaffoldError) as error:
        raise ResourceNotFoundError(str(error)) from None
