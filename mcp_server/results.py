"""What tools return: typed data, and the same as Markdown written to be acted on."""

from __future__ import annotations

import re
from abc import abstractmethod
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

CONTENT_BUDGET_BYTES = 62_000
"""File contents that one answer carries at most: about 16,000 tokens, so that a whole answer stays under 20,000."""


class Result(BaseModel):
    """Base of every tool's result. Some clients show the model the text, others the data: each alone is enough."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True)

    @abstractmethod
    def text(self) -> str:
        """The whole answer in compact Markdown."""

    def data(self) -> dict[str, Any]:
        """The answer as JSON values. What has no value is left out."""
        return self.model_dump(mode="json", exclude_none=True)

    def pictures(self) -> list[bytes]:
        """PNG images to be shown beside the text; none unless they were asked for."""
        return []


class ProjectFile(BaseModel):
    """One file of a project."""

    path: str
    purpose: str
    bytes: int
    sha256: str
    content: str | None = None
    """Only when nothing was written, and within the budget."""


class FollowedPractice(BaseModel):
    """A practice that the project follows."""

    id: str
    where: str


class NextStep(BaseModel):
    """What to run next, in the project's folder."""

    command: str
    purpose: str


class ProjectResult(Result):
    """A rendered project."""

    project_name: str
    output_dir: str | None = Field(description="null: nothing was written")
    files: list[ProjectFile]
    practices: list[FollowedPractice]
    warnings: list[str]
    next_steps: list[NextStep]

    def data(self) -> dict[str, Any]:
        """The answer as JSON values; `output_dir` is always there, null when nothing was written."""
        return {**super().data(), "output_dir": self.output_dir}

    def text(self) -> str:
        """What was written where, what it follows, and what to run next."""
        written = f"written to `{self.output_dir}`" if self.output_dir else "rendered; nothing was written"
        lines = [f"**{self.project_name}**: {len(self.files)} files {written}."]
        lines += self._figures()
        lines += [f"Warning: {warning}" for warning in self.warnings]
        lines += ["", "Files:", *(f"- `{file.path}`: {file.purpose}" for file in self.files)]
        lines += ["", "Next:" if self.output_dir else "Next, once the files are written:"]
        lines += [f"- `{step.command}`: {step.purpose}" for step in self.next_steps]
        lines += ["", "Practices it follows, by where to see them (practice://ID explains one):"]
        lines += [f"- `{where}`: {', '.join(ids)}" for where, ids in self._practices_by_place().items()]
        for file in self.files:
            if file.content is not None:
                fence = "`" * max(3, _longest_run(file.content) + 1)
                lines += ["", f"`{file.path}`", fence, file.content.rstrip("\n"), fence]
        return "\n".join(lines) + "\n"

    def _figures(self) -> list[str]:
        """What kinds of project say of themselves besides."""
        return []

    def _practices_by_place(self) -> dict[str, list[str]]:
        places: dict[str, list[str]] = {}
        for practice in self.practices:
            places.setdefault(practice.where, []).append(practice.id)
        return dict(sorted(places.items()))


class DurableProjectResult(ProjectResult):
    """A rendered durable function, and how it fits the service."""

    operations_estimate: int = Field(description="every map full, no retries")
    operations_at_worst: int
    execution_timeout_seconds: int
    function_timeout_seconds: int
    cost_per_million_usd: float
    at_most_once: list[str]
    diagram: str = Field(description="Mermaid")

    def _figures(self) -> list[str]:
        once = f" At most once: {', '.join(self.at_most_once)}." if self.at_most_once else ""
        from guidance.facts import number

        most = number("lambda.durable.operations.maximum")
        said = (
            f"{self.operations_estimate:,} operations of {most:,} (at worst {self.operations_at_worst:,} metered), execution "
            f"timeout {self.execution_timeout_seconds:,} s, function timeout {self.function_timeout_seconds} s, about "
            f"${self.cost_per_million_usd:,.0f} per million executions.{once} Other steps are at least once, with a stable key."
        )
        return [
            said,
            "",
            "```mermaid",
            self.diagram.rstrip("\n"),
            "```",
            "",
        ]


def _longest_run(text: str) -> int:
    """The longest run of backticks, so that a fence can be longer."""
    return max(map(len, re.findall("`+", text)), default=0)
