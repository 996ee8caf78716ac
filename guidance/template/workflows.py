"""State machine definitions: written in the template, as a string in it, or in a file beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guidance.errors import TemplateError
from guidance.template.nodes import Mapping, Scalar, Span, adopt
from guidance.template.reader import read
from guidance.template.values import Value
from guidance.template.views import StateMachine

_INNER = (("Iterator",), ("ItemProcessor",))
MAX_STATES = 5000


@dataclass(frozen=True, slots=True)
class State:
    """One state. `scope` holds the states that it may name in Next, Default and Catch."""

    name: str
    at: Value
    scope: Workflow

    @property
    def type(self) -> str | None:
        """Task, Choice, Map ...; None when that cannot be known."""
        return self.at.get("Type").text()

    @property
    def query_language(self) -> str:
        """JSONPath or JSONata."""
        return self.at.get("QueryLanguage").text() or self.scope.query_language

    def filled(self, *path: str) -> Value:
        """What stands in it, or what DefinitionSubstitutions give for a `${Name}` that stands there alone."""
        value = self.at.get(*path)
        text = value.text() or ""
        if text.startswith("${") and text.endswith("}"):
            return self.scope.machine.get("DefinitionSubstitutions", text[2:-1])
        return value

    def targets(self) -> Iterator[Value]:
        """Every place where it names the state that follows."""
        yield from (value for value in (self.at.get("Next"), self.at.get("Default")) if value.present)
        for key in ("Choices", "Catch"):
            for entry in self.at.get(key).items() if self.at.get(key).known else ():
                if (value := entry.get("Next")).present:
                    yield value


@dataclass(frozen=True, slots=True)
class Workflow:
    """One level of a definition: the whole, a branch of a Parallel, or what a Map does with each item."""

    machine: StateMachine
    at: Value
    query_language: str = "JSONPath"

    def states(self) -> list[State]:
        """Its states, in the order written."""
        return [State(name, value, self) for name, value in self.at.get("States").entries()]

    def names(self) -> frozenset[str]:
        """The names of its states."""
        return frozenset(self.at.get("States").keys())

    def inner(self) -> Iterator[Workflow]:
        """The workflows inside its states."""
        for state in self.states():
            for path in _INNER:
                if (value := state.at.get(*path)).kind == "mapping":
                    yield Workflow(self.machine, value, self.query_language)
            branches = state.at.get("Branches")
            for value in branches.items() if branches.known else ():
                if value.kind == "mapping":
                    yield Workflow(self.machine, value, self.query_language)


def workflows(machine: StateMachine) -> list[Workflow]:
    """Every level of a state machine's definition; none when it cannot be read."""
    top = definition(machine)
    found: list[Workflow] = []
    waiting = [Workflow(machine, top, top.get("QueryLanguage").text() or "JSONPath")] if top is not None else []
    while waiting and len(found) < MAX_STATES:
        found.append(workflow := waiting.pop())
        waiting.extend(workflow.inner())
    return found


def definition(machine: StateMachine) -> Value | None:
    """A state machine's definition as a mapping with positions in the template; None when it cannot be read."""
    written = machine.get("Definition")
    if written.kind == "mapping":
        return written
    text = machine.get("DefinitionString")
    if text.present:
        return _from_text(text)
    uri = machine.get("DefinitionUri")
    return _from_file(uri, machine)


def _from_file(uri: Value, machine: StateMachine) -> Value | None:
    """A definition in a file beside the template; everything in it stands where the template names the file."""
    name = uri.text()
    text = machine.template.beside(name) if name is not None and "://" not in name else None
    if text is None or not isinstance(uri.node, Scalar):
        return None
    return _placed(text, uri.node, uri)


def _from_text(value: Value) -> Value | None:
    scalar = _literal(value)
    if scalar is None:
        return None
    return _placed(scalar.text, scalar, value)


def _placed(text: str, scalar: Scalar, value: Value) -> Value | None:
    try:
        root = read(text).root
    except TemplateError:
        return None
    _move(root, scalar)
    return Value("mapping", root, value.template, root, value.when, owner=value.owner)


def _literal(value: Value) -> Scalar | None:
    """The text of a string, or of a Sub, in which variables stand as they are written."""
    for node in value.node.walk():
        if isinstance(node, Scalar) and node.text.lstrip().startswith("{"):
            return node
    return None


def _move(root: Mapping, scalar: Scalar) -> None:
    """Put nodes read from a string where the string stands in the template: exact lines for block scalars."""
    block = scalar.style in {"|", ">"}
    for node in root.walk():
        node.span = _moved(node.span, scalar, block=block)
        if node.key is not None:
            node.key.span = _moved(node.key.span, scalar, block=block)
    adopt(scalar, root, None)
    root.key = scalar.key


def _moved(span: Span, scalar: Scalar, *, block: bool) -> Span:
    if not block:
        return scalar.span
    first = scalar.span.line
    return Span(first + span.line, span.column, first + span.end_line, span.end_column)
