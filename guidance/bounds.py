"""Bounds that hold before a text is parsed: the parser recurses on the C stack, which an attack can overflow."""

from __future__ import annotations

import re

from guidance.errors import TemplateError

MAX_OPEN = 2000
"""Brackets that may be open at once. Far beyond what the reader takes (100 levels), far below what overflows the stack."""
_BRACKET = re.compile(r"[\[\]{}]")


def refuse_deep(source: str | bytes) -> None:
    """Refuse a text that opens more brackets than any template does.

    Raises:
        TemplateError: at the line where it goes too far.

    """
    text = source if isinstance(source, str) else source.replace(b"\0", b"").decode("latin-1")
    depth = 0
    for match in _BRACKET.finditer(text):
        depth = depth + 1 if match[0] in "[{" else max(0, depth - 1)
        if depth > MAX_OPEN:
            raise TemplateError("Nested deeper than 100 levels.", text.count("\n", 0, match.start()) + 1)
