"""The only place that writes to the user's disk: whole projects, inside an allowed workspace, or nothing."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffolds.errors import DestinationError
from scaffolds.model import Project

_STAGED = ".serverless-mcp-"
"""How a folder begins that holds a project until it is whole. One left by a killed process is removed by the next write."""


@dataclass(frozen=True)
class Written:
    """Where a project was written."""

    folder: Path
    unchanged: bool = False
    """The very same files were there already, so nothing was written."""


def write_project(project: Project, output_dir: str, workspaces: Sequence[Path], *, overwrite: bool = False) -> Written:
    """Write a project into a folder: all of it, or nothing when anything fails or the process is killed.

    It is staged beside its destination and renamed. A folder that holds other things is refused unless `overwrite`;
    then the project's files replace theirs, and every other file stays.

    Args:
        project: The rendered project.
        output_dir: The folder, absolute or relative to the first workspace. Its parents are made where missing.
        workspaces: The folders that may be written to; the first is the current one.
        overwrite: Whether files that are there may be replaced.

    Raises:
        DestinationError: outside the workspaces, occupied, no permission, disk full: nothing was written.

    """
    target = destination(output_dir, workspaces)
    if _holds(target, project):
        return Written(target, unchanged=True)
    occupied = _occupied(target)
    if occupied and not overwrite:
        raise DestinationError(
            f"output_dir: '{target}' exists and is not empty ({occupied}). Choose a new folder, or pass overwrite: true to "
            "replace the files of the same name; other files stay."
        )
    try:
        _write(project, target, root=target in workspaces, occupied=bool(occupied))
    except OSError as error:
        said = f"output_dir: '{target}' could not be written: {_reason(error)} Nothing was written."
        raise DestinationError(said) from None
    return Written(target)


def destination(output_dir: str, workspaces: Sequence[Path]) -> Path:
    """The folder that `output_dir` names, symbolic links resolved.

    Raises:
        DestinationError: when it lies outside every workspace, or is or passes through a file.

    """
    roots = [root.resolve() for root in workspaces]
    if not output_dir.strip() or "\0" in output_dir:
        raise DestinationError("output_dir: is empty. Name a folder, for example the project's name.")
    try:
        target = (roots[0] / Path(output_dir).expanduser()).resolve()
    except (OSError, RuntimeError) as error:
        raise DestinationError(f"output_dir: cannot be resolved: {error}.") from None
    if not any(target.is_relative_to(root) for root in roots):
        allowed = ", ".join(f"'{root}'" for root in roots)
        raise DestinationError(
            f"output_dir: '{target}' is outside the workspace {allowed} (symbolic links count by where they lead). Choose a "
            "folder inside it, or start the server with --workspace DIR."
        )
    try:
        blocking = next((part for part in (target, *target.parents) if part.exists() and not part.is_dir()), None)
    except OSError as error:
        raise DestinationError(f"output_dir: '{_shortened(target)}' cannot be used: {_reason(error)}") from None
    if blocking is not None:
        raise DestinationError(f"output_dir: '{blocking}' is a file. Choose a folder.")
    return target


def _shortened(path: Path) -> str:
    text = str(path)
    return text if len(text) <= 200 else f"{text[:200]}..."


def write_json(path: Path, data: dict[str, Any]) -> None:
    """Replace a JSON file as `write_text` does."""
    write_text(path, json.dumps(data, indent=2, ensure_ascii=False) + "\n")


def write_text(path: Path, text: str) -> None:
    """Replace a file in one step, keeping its permissions. For what a client reads and the user asked to write."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=_STAGED, dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).chmod(stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o644)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def replace_file(path: Path, data: bytes, workspaces: Sequence[Path]) -> None:
    """Replace a file in one step, keeping its permissions. For fixes that the user asked to write.

    Raises:
        DestinationError: outside the workspaces, no permission, disk full: the file is as it was.

    """
    target = path.resolve()
    if not any(target.is_relative_to(root.resolve()) for root in workspaces):
        allowed = ", ".join(f"'{root}'" for root in workspaces)
        raise DestinationError(
            f"'{_shortened(target)}' is outside the workspace {allowed}, so it was not changed. Name its folder "
            "with --workspace DIR."
        )
    name: str | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=_STAGED, dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(stat.S_IMODE(target.stat().st_mode))
        Path(name).replace(target)
    except OSError as error:
        raise DestinationError(
            f"'{_shortened(target)}' could not be written: {_reason(error)} It is as it was."
        ) from None
    finally:
        if name is not None:
            Path(name).unlink(missing_ok=True)


def _holds(target: Path, project: Project) -> bool:
    """Whether the folder holds the project already, byte for byte."""
    try:
        return all((target / file.path).read_bytes() == file.data for file in project.files)
    except OSError:
        return False


def _occupied(target: Path) -> str:
    """What is in the folder, for a message; empty when nothing is."""
    try:
        names = sorted(entry.name for entry in target.iterdir() if not entry.name.startswith(_STAGED))
    except OSError:
        return ""
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _write(project: Project, target: Path, *, root: bool, occupied: bool) -> None:
    made = _make_parents(target if root else target.parent)
    try:
        with _staging(target if root else target.parent) as stage:
            if root:
                _fill(project, stage)
                _move_into(stage, target, project)
            elif occupied:
                _link_tree(target, stage)
                _fill(project, stage)
                _exchange(stage, target)
            else:
                _fill(project, stage)
                stage.rename(target)
    except OSError:
        for folder in reversed(made):
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def _make_parents(folder: Path) -> list[Path]:
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return list(reversed(missing))


@contextlib.contextmanager
def _staging(parent: Path) -> Iterator[Path]:
    """A folder beside the destination, gone afterwards whatever happens; so are those of processes that were killed."""
    for left in parent.glob(f"{_STAGED}*"):
        if left.is_dir() and not _alive(left.name.removeprefix(_STAGED).split("-")[0]):
            shutil.rmtree(left, ignore_errors=True)
    stage = Path(tempfile.mkdtemp(prefix=f"{_STAGED}{os.getpid()}-", dir=parent))
    stage.chmod(0o777 & ~_umask())
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except (ValueError, OSError):
        return True
    return True


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _fill(project: Project, folder: Path) -> None:
    for file in project.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)  # a hard link of the old file: write a new one, never into the old
        path.write_bytes(file.data)


def _move_into(stage: Path, root: Path, project: Project) -> None:
    """Move staged files into a workspace's own root, which cannot be renamed. Undone when a move fails."""
    backup = stage / ".replaced"
    done: list[str] = []
    try:
        for file in project.files:
            path = root / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists():
                (backup / file.path).parent.mkdir(parents=True, exist_ok=True)
                path.rename(backup / file.path)
            done.append(file.path)
            (stage / file.path).rename(path)
    except OSError:
        for name in done:
            (root / name).unlink(missing_ok=True)
            if (backup / name).exists():
                (backup / name).rename(root / name)
        raise


def _link_tree(source: Path, copy: Path) -> None:
    """The same tree again, its files as hard links where the disk can, so that it costs no space."""

    def link(a: str, b: str) -> str:
        try:
            os.link(a, b, follow_symlinks=False)
        except OSError:
            shutil.copy2(a, b, follow_symlinks=False)
        return b

    ignore = shutil.ignore_patterns(f"{_STAGED}*")
    shutil.copytree(source, copy, symlinks=True, copy_function=link, dirs_exist_ok=True, ignore=ignore)


def _exchange(stage: Path, target: Path) -> None:
    """Swap two folders in one step where the system can (Linux), else in two renames."""
    with contextlib.suppress(OSError, AttributeError):
        if sys.platform == "linux":
            exchange, here = (
                2,
                -100,
            )  # RENAME_EXCHANGE and AT_FDCWD: https://man7.org/linux/man-pages/man2/rename.2.html
            libc = ctypes.CDLL(None, use_errno=True)
            if libc.renameat2(here, os.fsencode(stage), here, os.fsencode(target), exchange) == 0:
                return
    old = stage.with_name(f"{stage.name}-old")
    target.rename(old)
    try:
        stage.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _reason(error: OSError) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return "the disk is full. Free some space."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return "permission denied. Choose a folder that you may write to."
        case errno.ENAMETOOLONG:
            return "the path is too long. Choose a shorter one."
        case errno.ENOTEMPTY | errno.EEXIST:
            return "something was put there meanwhile. Call again."
        case _:
            return f"{error.strerror or error}."
