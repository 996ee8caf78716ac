"""From answers to a project on disk or in an answer: what every tool that scaffolds shares."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mcp_server.results import CONTENT_BUDGET_BYTES, FollowedPractice, NextStep, ProjectFile, ProjectResult
from mcp_server.settings import Settings, SettingsError
from mcp_server.workspace import write_project
from scaffolds import render_project
from scaffolds.model import Answers, Project, RenderedFile

OutputDir = Annotated[str | None, Field(description="new folder; else only returned")]
Overwrite = bool
"""Replace files of the same name; others stay."""


def deliver(
    scaffold: str, answers: Answers, settings: Settings, output_dir: str | None, *, overwrite: bool
) -> ProjectResult:
    """Render a project and write it, or return its contents when no folder is named.

    Raises:
        ScaffoldError: when an answer or the destination does not fit.
        SettingsError: when a folder is named but the server is read-only.

    """
    if output_dir is not None and settings.read_only:
        raise SettingsError(
            "output_dir: the server runs with --read-only and writes nothing. Leave output_dir out to get the contents."
        )
    project = render_project(scaffold, answers)
    warnings = list(project.warnings)
    folder = None
    if output_dir is not None:
        written = write_project(project, output_dir, settings.workspaces, overwrite=overwrite)
        folder = written.folder.as_posix()
        if written.unchanged:
            warnings.append("These very files were there already; nothing was changed.")
    contents = {} if folder else _contents(project)
    left_out = 0 if folder else len(project.files) - len(contents)
    if left_out:
        warnings.append(
            f"The contents of {left_out} {'file is' if left_out == 1 else 'files are'} left out to keep this answer short; "
            "pass output_dir to get every file."
        )
    return ProjectResult(
        project_name=project.name,
        output_dir=folder,
        files=[_file(file, contents.get(file.path)) for file in project.files],
        practices=[FollowedPractice(id=practice.id, where=practice.where) for practice in project.practices],
        warnings=warnings,
        next_steps=[
            NextStep(
                command=f"cd {_shell(folder)}" if folder else f"mkdir {project.name} && cd {project.name}",
                purpose="go there",
            ),
            *(NextStep(command=step.command, purpose=step.purpose) for step in project.next_steps),
        ],
    )


def _file(file: RenderedFile, content: str | None) -> ProjectFile:
    return ProjectFile(path=file.path, purpose=file.purpose, bytes=len(file.data), sha256=file.sha256, content=content)


def _contents(project: Project) -> dict[str, str]:
    """The contents that fit one answer: what defines the project first, then its tests, lock files never."""
    contents: dict[str, str] = {}
    room = CONTENT_BUDGET_BYTES
    for file in sorted(project.files, key=lambda f: (_rank(f.path), len(f.data))):
        size = len(file.data)
        if size <= room and not file.path.endswith("package-lock.json"):
            contents[file.path] = file.content
            room -= size
    return contents


def _rank(path: str) -> int:
    if path == "template.yaml":
        return 0
    if path.startswith("src/"):
        return 1
    return 3 if path.startswith(("tests/", "events/")) else 2


def _shell(path: str) -> str:
    import shlex

    return shlex.quote(path)
