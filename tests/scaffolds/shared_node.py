"""`python -m tests.scaffolds.shared_node FOLDER`: the manifests of one install that every rendered TypeScript project links to."""

from __future__ import annotations

import sys
from pathlib import Path

from scaffolds import render_project
from tests.samples import answers


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    project = render_project("crud_api", answers("small", "typescript", "none", "single"))
    for file in project.files:
        if file.path in {"package.json", "package-lock.json"}:
            (folder / file.path).write_text(file.content, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
