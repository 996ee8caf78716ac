"""Which argument of a durable operation is what; the name comes first and may be left out."""

from __future__ import annotations

import re

from guidance.code.model import Op
from guidance.code.typescript.constants import Constants, Options
from guidance.code.typescript.evaluate import Evaluator
from guidance.code.typescript.state import OperationSite, State
from guidance.code.typescript.syntax import Node, arguments, bare
from guidance.code.typescript.values import Closure, Context, External, Literal, Method

_STRINGS = frozenset(("string", "template_string"))
_TEXTS = frozenset((*_STRINGS, "binary_expression"))
_INVOKE_OPTIONS = frozenset(("payloadSerdes", "resultSerdes", "tenantId"))
_TARGET_WORD = re.compile(r"arn|function|_?fn\b|fn_|target|process\.env|lambda", re.IGNORECASE)
_NO_TEXT = frozenset(("object", "array", "number", "true", "false", "null", "undefined"))


class Reader:
    """Reads the arguments of operations."""

    def __init__(self, evaluator: Evaluator, constants: Constants) -> None:
        self.evaluator = evaluator
        self.constants = constants

    def site(self, call: Node, state: State, method: Method) -> OperationSite | None:
        """The operation that a call of a context's method is."""
        op = method.op
        if op is None:
            return None
        callee = bare(call.get("function") or call)
        receiver = callee.get("object") if callee.kind == "member_expression" else None
        if op is Op.PROMISE and receiver is not None:
            receiver = bare(receiver).get("object") or receiver
        site = OperationSite(call, state, op, method.context, receiver)
        self._sort(site, list(arguments(call)))
        return site

    def retry(self, call: Node, state: State) -> OperationSite:
        """`withRetry(context, name?, function, config)`."""
        given = list(arguments(call))
        held = self.evaluator.values(given[0], state.env) if given else []
        context = next((each for each in held if isinstance(each, Context)), None)
        site = OperationSite(call, state, Op.WITH_RETRY, context, given[0] if given else None)
        self._with_function(site, given[1:])
        return site

    def _sort(self, site: OperationSite, given: list[Node]) -> None:
        op = site.op
        if op is Op.WAIT:
            site.duration = given[-1] if given else None
            site.name = given[0] if len(given) > 1 else None
        elif op is Op.CREATE_CALLBACK:
            self._callback(site, given)
        elif op is Op.INVOKE:
            self._invoke(site, given)
        elif op is Op.PARALLEL or op is Op.PROMISE:
            self._branches(site, given)
        elif op is Op.MAP:
            self._map(site, given)
        else:
            self._with_function(site, given)

    def _with_function(self, site: OperationSite, given: list[Node]) -> None:
        if len(given) >= 2 and not self._is_function(given[0], site.state) and not self._is_options(given, site.state):
            site.name = given[0]
            given = given[1:]
        site.functions = given[:1]
        site.config = given[1] if len(given) > 1 else None

    def _is_options(self, given: list[Node], state: State) -> bool:
        """Whether the second argument is a config, so that the first must be the function."""
        if len(given) != 2 or bare(given[0]).kind in _STRINGS:
            return False
        return isinstance(self.constants.options(given[1], state.env), Options)

    def _is_function(self, node: Node, state: State) -> bool:
        node = bare(node)
        if node.is_function:
            return True
        if node.kind in _STRINGS or node.kind in _NO_TEXT:
            return False
        return any(isinstance(each, Closure) for each in self.evaluator.values(node, state.env))

    def _callback(self, site: OperationSite, given: list[Node]) -> None:
        if len(given) == 1 and self.constants.options(given[0], site.state.env) is not None:
            site.config = given[0]
        elif given:
            site.name = given[0]
            site.config = given[1] if len(given) > 1 else None

    def _invoke(self, site: OperationSite, given: list[Node]) -> None:
        if len(given) >= 2 and self._is_named_invoke(given, site.state):
            site.name = given[0]
            given = given[1:]
        site.target = given[0] if given else None
        site.config = given[2] if len(given) > 2 else None

    def _is_named_invoke(self, given: list[Node], state: State) -> bool:
        second = bare(given[1])
        if second.kind in _STRINGS:
            return True
        if second.kind in _NO_TEXT:
            return second.kind == "undefined" and len(given) == 4
        held = self.evaluator.values(second, state.env)
        if any(isinstance(each, Literal) and each.node.kind in _TEXTS for each in held):
            return True
        if any(isinstance(each, Literal) for each in held):
            return False
        if any(isinstance(each, External) and each.name.startswith("process.env") for each in held):
            return True
        if len(given) == 3:
            last = self.constants.options(given[2], state.env)
            return last is None or not _INVOKE_OPTIONS.intersection(last.given)
        first = self.constants.constant(given[0], state.env)
        if isinstance(first, str) and (":" in first or len(given) == 2):
            return ":" not in first and _TARGET_WORD.search(second.text) is not None
        return len(given) == 4 or _TARGET_WORD.search(second.text) is not None

    def _branches(self, site: OperationSite, given: list[Node]) -> None:
        if len(given) >= 2 and not self._is_list(given[0], site.state):
            site.name = given[0]
            given = given[1:]
        site.items = given[0] if given else None
        site.config = given[1] if len(given) > 1 else None

    def _is_list(self, node: Node, state: State) -> bool:
        node = bare(node)
        if node.kind == "array":
            return True
        if node.kind in _STRINGS:
            return False
        held = self.evaluator.values(node, state.env)
        return any(isinstance(each, Literal) and each.node.kind == "array" for each in held) or (
            node.kind == "call_expression" and not held
        )

    def _map(self, site: OperationSite, given: list[Node]) -> None:
        named = len(given) >= 3 and not self._is_function(given[1], site.state)
        if named and (len(given) > 3 or self.constants.options(given[2], site.state.env) is None):
            site.name = given[0]
            given = given[1:]
        site.items = given[0] if given else None
        site.functions = given[1:2]
        site.config = given[2] if len(given) > 2 else None
