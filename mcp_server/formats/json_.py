"""JSON: one object with every file; findings have the same shape as the tool's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mcp_server import __version__
from mcp_server.findings import SEVERITIES, finding_data, summary_data, suppressed_data

if TYPE_CHECKING:
    from mcp_server.checked import Checked


def render(checked: Sequence[Checked]) -> str:
    """Everything as JSON."""
    files = [
        {
            "path": each.shown,
            "readable": each.readable,
            "valid": each.report.valid,
            "summary": summary_data(each.report),
            "findings": [finding_data(finding) for finding in each.report.findings],
            "hidden": each.report.hidden,
            "suppressed": [suppressed_data(suppressed) for suppressed in each.report.suppressed],
            **({"diff": each.diff} if each.diff else {}),
            **({"handlers": each.handlers} if each.kind == "code" else {}),
            **({"notes": list(each.notes)} if each.notes else {}),
        }
        for each in checked
    ]
    summary = {str(name): sum(each.report.counts.get(name, 0) for each in checked) for name in SEVERITIES}
    data = {
        "version": __version__,
        "valid": all(each.report.valid for each in checked),
        "summary": summary,
        "files": files,
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
