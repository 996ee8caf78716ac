"""What a scaffold is and what rendering one gives. Read this first."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict


@dataclass(frozen=True)
class Source:
    """One file of a scaffold: where it is rendered to, from what, and when."""

    path: str
    source: str
    purpose: str
    when: str = "True"


@dataclass(frozen=True)
class FollowedPractice:
    """A practice that the rendered project follows, and the file where one can see it."""

    id: str
    where: str
    when: str = "True"


@dataclass(frozen=True)
class Scaffold:
    """A startable project: `scaffolds/catalog/<name>/` with `scaffold.toml`, `answers.py` and `files/**.j2`."""

    name: str
    title: str
    summary: str
    since: str
    sources: tuple[Source, ...]
    practices: tuple[FollowedPractice, ...]
    answers: type[Answers]


@dataclass(frozen=True)
class NextStep:
    """A command to run in the project, and what for."""

    command: str
    purpose: str


class Answers(BaseModel, ABC):
    """Answers to a scaffold's questions, validated. Each scaffold has its own subclass."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)

    project_name: str

    @abstractmethod
    def context(self) -> dict[str, Any]:
        """The variables its Jinja sources see."""

    @abstractmethod
    def next_steps(self) -> list[NextStep]:
        """What to run first, in order."""

    def warnings(self) -> list[str]:
        """What the user should know before relying on these answers."""
        return []


@dataclass(frozen=True)
class RenderedFile:
    """A file of a rendered project. Its path uses `/` and is relative to the project's folder."""

    path: str
    purpose: str
    content: str

    @property
    def data(self) -> bytes:
        """The bytes to write: UTF-8, line feeds only."""
        return self.content.encode("utf-8")

    @property
    def sha256(self) -> str:
        """Hexadecimal digest of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Project:
    """A rendered project: the same answers give the same bytes. Files are sorted by path."""

    name: str
    files: tuple[RenderedFile, ...]
    practices: tuple[FollowedPractice, ...]
    warnings: tuple[str, ...] = ()
    next_steps: tuple[NextStep, ...] = field(default=())
