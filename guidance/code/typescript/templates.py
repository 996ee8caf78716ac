"""What a text comes to by default: of literal parts, constants, and environment variables that have a default."""

from __future__ import annotations

import re

from guidance.code.typescript.constants import Constants
from guidance.code.typescript.scopes import resolve
from guidance.code.typescript.syntax import Node, bare
from guidance.code.typescript.values import Env, External, Literal, single

_DEEPEST = 12
_LONGEST = 500
_SETTING = re.compile(r"(?:process|Bun)\.env\.\w+")
_TEXTS = frozenset(("template_string", "binary_expression"))


class Templates:
    """Works out texts."""

    def __init__(self, constants: Constants) -> None:
        self._constants = constants
        self._evaluator = constants.evaluator

    def by_default(self, node: Node, env: Env) -> str:
        """The text; "" when it has no literal part, or a part that nobody knows."""
        text, is_written = self._text(node, env, 0)
        return text if text is not None and is_written else ""

    def _text(self, node: Node, env: Env, depth: int) -> tuple[str | None, bool]:
        """The text, and whether a part of it is written out in a template or sum."""
        node = bare(node)
        self._evaluator.project.spend(4)
        if depth > _DEEPEST:
            return None, False
        if node.kind in _TEXTS and not {"??", "||"}.intersection(node.tokens):
            return self._composed(node, env, depth)
        found = single(self._evaluator.values(node, env))
        if isinstance(found, Literal) and found.node.kind in _TEXTS and found.node is not node:
            return self._text(found.node, found.env, depth + 1)
        known = self._constants.constant(node, env)
        return (str(known) if known is not None else self._setting(node, env, depth)), False

    def _composed(self, node: Node, env: Env, depth: int) -> tuple[str | None, bool]:
        if node.kind == "binary_expression" and "+" not in node.tokens:
            return None, False
        texts, is_written = [], False
        for kid in node.kids:
            if kid.kind in {"string_fragment", "escape_sequence"}:
                texts.append(kid.text)
                is_written = True
                continue
            part = kid.kids[0] if kid.kind == "template_substitution" and kid.kids else kid
            text, inner = self._text(part, env, depth + 1)
            if text is None:
                return None, False
            is_written = is_written or inner or (part is kid and bare(kid).kind == "string" and bool(text))
            texts.append(text)
        whole = "".join(texts)
        return (whole, is_written) if len(whole) <= _LONGEST else (None, False)

    def _setting(self, node: Node, env: Env, depth: int) -> str | None:
        """The default of an environment variable."""
        held = self._evaluator.values(node, env)
        settings = {each.name for each in held if isinstance(each, External) and _SETTING.fullmatch(each.name)}
        if len(settings) != 1:
            return None
        others = [each for each in held if not (isinstance(each, External) and each.name in settings)]
        other = single(others)
        if isinstance(other, Literal):
            return self._text(other.node, other.env, depth + 1)[0]
        binding = resolve(node) if node.kind == "identifier" else None
        if others or binding is None or binding.default is None:
            return None
        return self._text(binding.default, env, depth + 1)[0]  # const { STAGE = "dev" } = process.env
