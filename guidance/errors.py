"""What a caller of this room can put right.

GuidanceError
 ├ TemplateError          not YAML or JSON, or no template; says the line
 └ UnknownPracticeError   no practice of that id; offers the nearest
"""

from __future__ import annotations


class GuidanceError(Exception):
    """Base of everything a caller of this room can put right. The message is safe to show."""


class TemplateError(GuidanceError):
    """The text is not a template; the message says the line."""


class UnknownPracticeError(GuidanceError):
    """There is no practice of that id."""
