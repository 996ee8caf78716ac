"""What is asked of errors that are caught around durable operations."""

from __future__ import annotations

from guidance.code.model import Catch, Ground, Program
from guidance.code.typescript.evaluate import Evaluator
from guidance.code.typescript.faults import Faults
from guidance.code.typescript.members import base_names
from guidance.code.typescript.provenance import place_of, where
from guidance.code.typescript.state import Collected, OperationSite, State, TrySite
from guidance.code.typescript.syntax import Node, arguments, outer
from guidance.code.typescript.throwing import asked_types
from guidance.code.typescript.values import SDK, ClassRef, External, Instance, Val

_BUILTIN_ERRORS = frozenset(
    ("TypeError", "RangeError", "SyntaxError", "ReferenceError", "URIError", "EvalError", "AggregateError")
)
"""What the language raises without a throw."""


class Catches:
    """Makes the facts."""

    def __init__(self, evaluator: Evaluator, program: Program, found: Collected) -> None:
        self.evaluator = evaluator
        self.program = program
        self.faults = Faults(evaluator, found)

    def attempt(self, attempt: TrySite) -> None:
        """The types that a catch clause asks for."""
        for expression, right in attempt.asked:
            self._add_catch(expression, right, attempt.state, attempt)

    def chained(self, site: OperationSite) -> None:
        """`context.step(...).catch((error) => error instanceof PaymentError ...)`."""
        if site.state.ground is not Ground.REPLAYED:
            return
        member = outer(site.node).parent
        name = member.get("property") if member is not None and member.kind == "member_expression" else None
        call = outer(member).parent if member is not None else None
        if name is None or name.text != "catch" or call is None:
            return
        for argument in arguments(call):
            if argument.is_function:
                for expression, right in asked_types(argument):
                    self._add_catch(expression, right, site.state, None)

    def _add_catch(self, expression: Node, right: Node, state: State, attempt: TrySite | None) -> None:
        values = self.evaluator.values(right, state.env)
        names = tuple(name for each in values if (name := _type_name(each)))
        known = bool(names) and not any(each.startswith(SDK) or each in {"Error", "Object"} for each in names)
        raised = attempt is not None and (
            attempt.unknown or any(self._matches(thrown, values) for thrown in attempt.thrown)
        )
        body = attempt.body if attempt is not None else None
        raised = raised or any(
            each in _BUILTIN_ERRORS and not self.faults.never_raises(each, body, state.env) for each in names
        )
        self.program.catches.append(
            Catch(place=place_of(expression), **where(state), types=names, sdk=not known, raised=raised)
        )

    def _matches(self, thrown: Val, caught: list[Val]) -> bool:
        if isinstance(thrown, Instance):
            own = {_type_name(thrown.of), *base_names(self.evaluator, thrown.of)}
            return any(_type_name(each) in own for each in caught)
        if isinstance(thrown, External):
            return thrown.name != "Error()" and any(
                _type_name(each) == thrown.name.removesuffix("()") for each in caught
            )
        return True


def _type_name(value: Val) -> str:
    if isinstance(value, ClassRef):
        name = value.node.get("name")
        return name.text if name is not None else ""
    return value.name if isinstance(value, External) else ""
