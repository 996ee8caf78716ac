"""Rules about lifecycles are judged as of one day, so that their examples do not age."""

from __future__ import annotations

import datetime as dt

import pytest

from guidance import facts


@pytest.fixture(autouse=True)
def one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day that the facts were read."""
    monkeypatch.setattr(facts, "today", lambda: dt.date(2026, 11, 21))
