"""The workflow as a Mermaid flowchart. Labels are quoted, so that no name becomes mark-up."""

from __future__ import annotations

from scaffolds.catalog.durable_function.plan import Body, Operation

_MOST = 150
"""Nodes above which a picture helps nobody; the rest is summed up."""


def mermaid(body: Body) -> str:
    """A flowchart from start to end; compensations hang by dotted lines."""
    return _Drawing().draw(body)


class _Drawing:
    def __init__(self) -> None:
        self._lines = ["flowchart TD", "  start([start])"]
        self._count = 0

    def draw(self, body: Body) -> str:
        last = self._body(body, "start", "  ")
        self._lines += ["  finish([end])", f"  {last} --> finish"]
        return "\n".join(self._lines) + "\n"

    def _node(self, shape: tuple[str, str], label: str, indent: str) -> str:
        self._count += 1
        name = f"n{self._count}"
        self._lines.append(f'{indent}{name}{shape[0]}"{_quoted(label)}"{shape[1]}')
        return name

    def _body(self, body: Body, before: str, indent: str) -> str:
        for operation in body.operations:
            if self._count >= _MOST:
                rest = self._node(("[", "]"), "and more steps", indent)
                self._lines.append(f"{indent}{before} --> {rest}")
                return rest
            before = self._operation(operation, before, indent)
        return before

    def _operation(self, operation: Operation, before: str, indent: str) -> str:
        if operation.bodies:
            return self._nested(operation, before, indent)
        node = self._node(_SHAPES.get(operation.type, ("[", "]")), _label(operation), indent)
        self._lines.append(f"{indent}{before} --> {node}")
        if operation.compensation is not None:
            undo = self._node(("[/", "/]"), f"undo: {operation.compensation.name.text}", indent)
            self._lines.append(f"{indent}{node} -.-> {undo}")
        return node

    def _nested(self, operation: Operation, before: str, indent: str) -> str:
        fork = self._node(("{{", "}}"), _label(operation), indent)
        self._lines.append(f"{indent}{before} --> {fork}")
        ends = []
        for body in operation.bodies:
            self._count += 1
            self._lines.append(f'{indent}subgraph s{self._count} ["{_quoted(body.label)}"]')
            ends.append(self._body(body, fork, indent + "  "))
            self._lines.append(f"{indent}end")
        join = self._node(("((", "))"), "then", indent)
        self._lines += [f"{indent}{end} --> {join}" for end in ends]
        return join


_SHAPES = {"wait": ("([", "])"), "callback": ("[[", "]]"), "condition": ("{", "}"), "invoke": ("[(", ")]")}


def _label(operation: Operation) -> str:
    step = operation.step
    match operation.type:
        case "wait":
            return f"{step.name}: wait {span(step.seconds or 0)}"
        case "callback":
            return f"{step.name}: answer within {span(step.timeout_seconds or 0)}"
        case "condition":
            return f"{step.name}: poll every {span(step.poll_seconds or 0)}, {step.max_attempts} times at most"
        case "map":
            return f"{step.name}: each of {step.items_from}, {operation.concurrency} at once"
        case "parallel":
            return f"{step.name}: {len(operation.bodies)} branches"
        case "invoke":
            return f"{step.name}: invoke {step.function}"
        case _:
            return f"{step.name}{', at most once' if step.semantics == 'at_most_once' else ''}"


def span(seconds: int) -> str:
    """Seconds in the largest unit that leaves a whole number."""
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds % size == 0 and seconds:
            count = seconds // size
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return f"{seconds} second{'s' if seconds != 1 else ''}"


def _quoted(text: str) -> str:
    """Text inside quotes: what Mermaid or HTML would read as mark-up becomes an entity."""
    return "".join(c if c.isalnum() or c in " -_.,:/" else f"#{ord(c)};" for c in text)
