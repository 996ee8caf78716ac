"""Why something deployed is slow or fails: evidence in, causes out, the likeliest first, each with what to do next.

The door: `diagnose(evidence)` for a function and what feeds it, `diagnose_execution` for a durable execution,
`failure` for a stack.
A cause is a file in `causes/`; figures and AWS's own words stand in `data/diagnose.toml`; `model.py` is the contract.
"""

from __future__ import annotations

from guidance.advice.diagnose.model import Cause, Diagnosis, Evidence, Source
from guidance.advice.diagnose.rank import diagnose

__all__ = ["Cause", "Diagnosis", "Evidence", "Source", "diagnose"]
