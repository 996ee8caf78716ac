"""What a function's logs say: errors grouped by signature, cold starts, timeouts, memory, the slowest; secrets masked.

The door: `presets()` and `query_of(...)` say what to ask of Logs Insights, `read(rows)` what the answer means, `mask(text)` hides
secrets. The facts stand in `data/log_presets.toml` and `data/log_secrets.toml`; `model.py` is the contract.
"""

from __future__ import annotations

from guidance.advice.logs.groups import read, signature
from guidance.advice.logs.model import Event, EventKind, Group, Reading, Report, Row
from guidance.advice.logs.presets import Preset, QueryError, checked, cost, insights, presets, query_of
from guidance.advice.logs.secrets import mask, quoted, secrets

__all__ = [
    "Event",
    "EventKind",
    "Group",
    "Preset",
    "QueryError",
    "Reading",
    "Report",
    "Row",
    "checked",
    "cost",
    "insights",
    "mask",
    "presets",
    "query_of",
    "quoted",
    "read",
    "secrets",
    "signature",
]
