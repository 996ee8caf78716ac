"""Conditions, three-valued: true, false, or not to be known before deployment; and what follows from assuming one."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.template.nodes import Intrinsic, Mapping, Node, Scalar, Sequence

Fact = tuple[str, str, str]
"""("condition", name, ""), ("derived", name, "") or ("parameter", name, value)."""
When = frozenset[tuple[Fact, bool]]
"""What is assumed: the facts under which a value stands."""

ALWAYS: When = frozenset()
_MAX_DEPTH = 30


class Conditions:
    """The conditions of one template."""

    def __init__(self, section: Mapping | None, parameters: Mapping | None) -> None:
        self._section = section.entries if section else {}
        self._parameters = parameters.entries if parameters else {}

    def __contains__(self, name: str) -> bool:
        return name in self._section

    def evaluate(self, name: str, when: When = ALWAYS, depth: int = 0) -> bool | None:
        """Whether the condition holds under the assumptions; None when that cannot be known."""
        for kind in ("condition", "derived"):
            for truth in (True, False):
                if ((kind, name, ""), truth) in when:
                    return truth
        expression = self._section.get(name)
        if expression is None or depth > _MAX_DEPTH:
            return None
        return self._expression(expression, when, depth + 1)

    def assume(self, when: When, name: str, *, truth: bool) -> When | None:
        """The assumptions and this one; None when they contradict each other."""
        known = self.evaluate(name, when)
        if known is not None:
            return when if known is truth else None
        expression = self._section.get(name)
        derived = dict(self._implied(expression, truth=truth, depth=0)) if expression is not None else {}
        return when | {(("condition", name, ""), truth)} | frozenset(derived.items())

    def together(self, first: When, second: When) -> bool:
        """Whether both can hold in one deployment."""
        if not first or not second:
            return True
        joined = first | second
        if any((fact, not truth) in joined for fact, truth in joined):
            return False
        chosen = {(fact[1], fact[2]) for fact, truth in joined if fact[0] == "parameter" and truth}
        if len({name for name, _ in chosen}) < len(chosen):
            return False
        return all(
            self._expression(self._section[name], joined, 1) is not (not truth)
            for (kind, name, _), truth in joined
            if kind == "condition" and name in self._section
        )

    def _expression(self, node: Node, when: When, depth: int) -> bool | None:
        if depth > _MAX_DEPTH:
            return None
        if (name := _condition_name(node)) is not None:
            return self.evaluate(name, when, depth + 1)
        if not isinstance(node, Intrinsic):
            return None
        operands = node.argument.items if isinstance(node.argument, Sequence) else []
        if node.function == "Fn::Equals":
            return self._equals(operands, when)
        return _combined(node.function, [self._expression(operand, when, depth + 1) for operand in operands])

    def _equals(self, operands: list[Node], when: When) -> bool | None:
        atom = self._atom(operands)
        if atom is None:
            texts = [operand.text for operand in operands if isinstance(operand, Scalar)]
            return texts[0] == texts[1] if len(texts) == 2 and len(operands) == 2 else None
        name, value = atom
        for (kind, parameter, other), truth in when:
            if kind == "parameter" and parameter == name:
                if other == value:
                    return truth
                if truth:
                    return False
        allowed = self._allowed(name)
        if allowed and value not in allowed:
            return False
        return True if allowed == [value] else None

    def _atom(self, operands: list[Node]) -> tuple[str, str] | None:
        """The parameter and the literal that an Equals compares."""
        references = [_referred(operand) for operand in operands]
        literals = [operand.text for operand in operands if isinstance(operand, Scalar)]
        names = [name for name in references if name in self._parameters]
        return (names[0], literals[0]) if names and names[0] is not None and len(literals) == 1 else None

    def _allowed(self, parameter: str) -> list[str]:
        declared = self._parameters.get(parameter)
        allowed = declared.get("AllowedValues") if isinstance(declared, Mapping) else None
        return (
            [item.text for item in allowed.items if isinstance(item, Scalar)] if isinstance(allowed, Sequence) else []
        )

    def _implied(self, node: Node, *, truth: bool, depth: int) -> Iterator[tuple[Fact, bool]]:
        """What must also hold when an expression has this truth."""
        if depth > _MAX_DEPTH:
            return
        if (name := _condition_name(node)) is not None:
            yield ("derived", name, ""), truth
            if (expression := self._section.get(name)) is not None:
                yield from self._implied(expression, truth=truth, depth=depth + 1)
        elif isinstance(node, Intrinsic) and isinstance(node.argument, Sequence):
            operands = node.argument.items
            if node.function == "Fn::Equals" and (atom := self._atom(operands)) is not None:
                yield ("parameter", *atom), truth
            elif node.function == "Fn::Not" and len(operands) == 1:
                yield from self._implied(operands[0], truth=not truth, depth=depth + 1)
            elif (node.function, truth) in {("Fn::And", True), ("Fn::Or", False)}:
                for operand in operands:
                    yield from self._implied(operand, truth=truth, depth=depth + 1)


def describe(when: When) -> str:
    """The assumptions in words: "IsProd is true and HasQueue is false"."""
    words = [f"{name} is {str(truth).lower()}" for (kind, name, _), truth in when if kind == "condition"]
    return " and ".join(sorted(words))


def _combined(function: str, known: list[bool | None]) -> bool | None:
    """What Not, And and Or come to, three-valued."""
    if function == "Fn::Not" and len(known) == 1:
        return None if known[0] is None else not known[0]
    decisive = {"Fn::And": False, "Fn::Or": True}.get(function)
    if decisive is None or not known:
        return None
    return decisive if decisive in known else (None if None in known else not decisive)


def _condition_name(node: Node) -> str | None:
    """The name in `Condition: Name` or `!Condition Name`."""
    if isinstance(node, Intrinsic) and node.function == "Condition" and isinstance(node.argument, Scalar):
        return node.argument.text
    if isinstance(node, Mapping) and len(node.entries) == 1 and isinstance(named := node.get("Condition"), Scalar):
        return named.text
    return None


def _referred(node: Node) -> str | None:
    """The name in a Ref."""
    return (
        node.argument.text
        if isinstance(node, Intrinsic) and node.function == "Ref" and isinstance(node.argument, Scalar)
        else None
    )
