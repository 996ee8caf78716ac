"""Whether shipped facts still hold: `make facts` compares them with the newest published botocore and cfn-lint."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from importlib.metadata import version
from pathlib import Path

from guidance.facts import facts, runtimes
from tests.guidance.confirming import Drift, drift

PACKAGES = ("botocore", "cfn-lint")
_HELD, _DRIFTED, _UNREACHABLE = 0, 1, 2


def newest(folder: Path) -> tuple[Path, str] | None:
    """The newest packages, unpacked in a folder, with their names and versions; None without a network."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary", ":all:", "--dest", str(folder), *PACKAGES]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    except subprocess.TimeoutExpired:
        return None
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or len(wheels) != len(PACKAGES):
        return None
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(folder / "unpacked")
    return folder / "unpacked", ", ".join(" ".join(wheel.name.split("-")[:2]) for wheel in wheels)


def reported(found: list[Drift], against: str) -> str:
    """What drifted, a line each, or that nothing did."""
    confirmed = sum(bool(each.confirmed_by) for each in facts().values())
    head = f"{confirmed} facts and {len(runtimes())} runtimes against {against}: "
    if not found:
        return head + "no drift."
    lines = [f"  {each.name}: shipped {each.shipped}, published {each.published} ({each.where})" for each in found]
    return "\n".join([f"{head}{len(found)} drifted.", *lines])


def main() -> int:
    """Compare with the pinned packages, then with the newest.

    Returns:
        0 nothing drifted, 1 something did, 2 the newest could not be fetched.

    """
    pinned = drift()
    print(reported(pinned, "the pinned " + ", ".join(f"{name} {version(name)}" for name in PACKAGES)))
    with tempfile.TemporaryDirectory() as folder:
        found = newest(Path(folder))
        if found is None:
            print("The newest packages could not be fetched (no network?): nothing was compared with them.")
            return _DRIFTED if pinned else _UNREACHABLE
        root, names = found
        fresh = drift(root)
        print(reported(fresh, f"the newest {names}"))
    return _DRIFTED if pinned or fresh else _HELD


if __name__ == "__main__":
    sys.exit(main())
