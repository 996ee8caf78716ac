"""What every scaffold of a Lambda project in Python or TypeScript asks: the language, its runtime, the architecture."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import field_validator, model_validator

from scaffolds import names
from scaffolds.errors import problem
from scaffolds.model import Answers

Language = Literal["python", "typescript"]
_PREFIX = {"python": "python", "typescript": "nodejs"}
_RUNTIME = {"python": "python3.13", "typescript": "nodejs24.x"}


class ProjectAnswers(Answers):
    """Answers that a project in either language needs. Each scaffold says with a pattern which runtimes it takes."""

    language: Language = "python"
    runtime: str | None = None
    architecture: Literal["arm64", "x86_64"] = "arm64"

    @field_validator("project_name")
    @classmethod
    def _usable_name(cls, name: str) -> str:
        return names.check_project(name)

    @model_validator(mode="after")
    def _runtime_of_language(self) -> Self:
        if self.runtime is not None and not self.runtime.startswith(_PREFIX[self.language]):
            raise problem(f"{self.runtime} does not run {self.language}", "runtime")
        return self

    @property
    def chosen_runtime(self) -> str:
        """The runtime, or the newest of the language that the scaffolds are tested on."""
        return self.runtime or _RUNTIME[self.language]
