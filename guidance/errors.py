"""What a caller of this room can put right.

GuidanceError
 ├ TemplateError          not a template that can be read; says where
 ├ CodeError              not code that can be read; says where
 ├ UnknownRuleError       no rule of that id; offers the nearest
 ├ UnknownFactError       no fact of that name
 └ UnknownPracticeError   no practice of that id; offers the nearest
"""

from __future__ import annotations


class GuidanceError(Exception):
    """Base of everything a caller of this room can put right. The message is safe to show."""


class TemplateError(GuidanceError):
    """The text cannot be read as a template at all. `line` and `column` count from 1."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(f"Line {line}, column {column}: {message}" if (line, column) != (1, 1) else message)
        self.reason = message
        self.line = line
        self.column = column


class CodeError(GuidanceError):
    """The text cannot be read as code. `line` and `column` count from 1."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(f"Line {line}, column {column}: {message}" if (line, column) != (1, 1) else message)
        self.reason = message
        self.line = line
        self.column = column


class UnknownRuleError(GuidanceError):
    """There is no rule of that id."""


class UnknownFactError(GuidanceError):
    """There is no fact of that name."""


class UnknownPracticeError(GuidanceError):
    """There is no practice of that id."""
