"""`pytest --update` rewrites snapshots and generated regions; otherwise they are compared."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent

# Two cores are shared with other work: a slow example is no defect.
# In CI the examples are the same each time, so that what lands does not hang on a throw of dice; elsewhere they are new ones.
settings.register_profile(
    "project",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("project")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite snapshots and generated regions of the README")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


Snapshot = Callable[[Path, Any], None]


@pytest.fixture
def snapshot(update: bool) -> Snapshot:
    """Compare a JSON value with a file."""

    def compare(path: Path, value: Any) -> None:
        text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        assert path.exists(), f"{path.name} is new: run pytest --update"
        assert text == path.read_text("utf-8"), f"{path.name} changed: run pytest --update, and read the difference"

    return compare


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def no_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test talks to AWS, whatever the machine has configured."""
    for name in [name for name in os.environ if name.startswith(("AWS_", "SERVERLESS_MCP_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
