"""The knowledge. Pure: text and numbers in, findings and advice out. No MCP, no AWS calls, no network.

The door: `practices()`, `practice(id)` and the errors they raise; `guidance.schema` checks a template against AWS's schemas.
"""

from guidance.errors import GuidanceError, UnknownPracticeError
from guidance.practices import practice, practices

__all__ = ["GuidanceError", "UnknownPracticeError", "practice", "practices"]
