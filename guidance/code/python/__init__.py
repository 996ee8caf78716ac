"""Reads Python: finds the durable handlers of a file, and walks what they reach. The way in is `read()`."""

from __future__ import annotations

import ast
import contextlib
import gc
import re
from collections.abc import Iterator

from guidance.code.model import Body, Config, Ground, Loader, Program, SourceFile
from guidance.code.python import bodies, expressions, functions, stale, statements
from guidance.code.python.abstract import Abstract, Context, Fn
from guidance.code.python.machine import STEPS_A_BODY, At, Machine
from guidance.code.python.modules import Module, Project, sdk_name

_WORDS = re.compile("durable", re.IGNORECASE)
_ROLES = {
    "durable_step": (Body.STEP, Ground.STEP),
    "durable_with_child_context": (Body.CHILD, Ground.REPLAYED),
    "durable_parallel_branch": (Body.BRANCH, Ground.REPLAYED),
    "durable_wait_for_callback": (Body.SUBMITTER, Ground.SUBMITTER),
}
_DEFS = (ast.FunctionDef, ast.AsyncFunctionDef)
_WITH_BODY = (
    *_DEFS,
    ast.ClassDef,
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.With,
    ast.AsyncWith,
    ast.Try,
    ast.TryStar,
    ast.ExceptHandler,
)


def read(source: SourceFile, load: Loader) -> Program:
    """What a file of Python does, and what it reaches in other files.

    Raises:
        CodeError: when it is not Python.

    """
    program = Program("python", {source.path: source}, source.path)
    with _uncollected():
        _read(program, source, load)
    return program


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Without garbage collection: a tree has no garbage, and looking for it takes half the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _read(program: Program, source: SourceFile, load: Loader) -> None:
    project = Project(source, load)
    if _WORDS.search(source.text) is None:
        return
    machine = Machine(project, program)
    try:
        _walk(machine, project.main)
    except RecursionError:
        program.notes.append("Code that is nested this deeply is not read to the end: not everything was checked.")
    if machine.spent:
        program.notes.append("The code is too long or too intricate to be read to the end: not everything was checked.")
    machine.finish()
    stale.former(machine, project.main)
    machine.forget()


def _walk(m: Machine, module: Module) -> None:
    found = list(_functions(m, module))
    handlers = [each for each in found if each[0].decorator == "durable_execution"]
    for function, _ in [*handlers, *_wrapped(m, module)]:
        m.program.handlers += 1
        m.steps += STEPS_A_BODY
        _handler(m, function)
    for function, at in found:
        if id(function.node) in m.walked or function.decorator == "durable_execution":
            continue
        if function.decorator in _ROLES:
            m.program.handlers += 1
            role, ground = _ROLES[function.decorator]
            _root(m, function, role, ground)
        elif _takes_context(m, at, function):
            m.program.handlers += 1
            _root(m, function, Body.HANDLER, Ground.REPLAYED)


def _functions(m: Machine, module: Module) -> Iterator[tuple[Fn, At]]:
    """Every function of a file that is decorated or annotated as durable, those within functions and classes too."""
    waiting: list[tuple[ast.stmt | ast.ExceptHandler, At]] = [
        (each, m.module_at(module)) for each in reversed(module.tree.body)
    ]
    while waiting:
        node, at = waiting.pop()
        if isinstance(node, _DEFS) and (
            node.decorator_list or node.args.args or node.args.kwonlyargs or node.args.posonlyargs
        ):
            function = next(iter(statements.defined(m, at, node).functions), None)
            if function is not None:
                yield function, at
        for name in ("body", "orelse", "finalbody", "handlers") if isinstance(node, _WITH_BODY) else ():
            waiting.extend((child, at) for child in reversed(getattr(node, name, ())))


def _wrapped(m: Machine, module: Module) -> Iterator[tuple[Fn, At]]:
    """`handler = durable_execution(main)` and `durable_execution(plugins=...)(main)` at the top level."""
    for statement in module.tree.body:
        value = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign | ast.Expr) else None
        if not isinstance(value, ast.Call):
            continue
        at = m.module_at(module)
        func = value.func.func if isinstance(value.func, ast.Call) else value.func
        if sdk_name(expressions.peek(m, at, func).name) == "durable_execution" and value.args:
            yield from ((function, at) for function in expressions.peek(m, at, value.args[0]).functions)


def _takes_context(m: Machine, at: At, function: Fn) -> bool:
    arguments = functions.positional(function.node) + function.node.args.kwonlyargs
    return any(
        (known := functions.annotated(m, at, each.annotation)) is not None
        and known.context is not None
        and known.context.durable
        for each in arguments
        if each.annotation is not None
    )


def _handler(m: Machine, function: Fn) -> None:
    m.walked.add(id(function.node))
    context = Context()
    parameters = functions.positional(function.node)
    method = bool(parameters) and parameters[0].arg in {"self", "cls"}
    given = [Abstract(), Abstract(context=context)]
    frame = m.frame(function.module, None, body_id=m.number(), role=Body.HANDLER, config=Config())
    name = next((each.arg for each in parameters[1 + method : 2 + method]), "")
    inside = At(frame, Ground.REPLAYED, Body.HANDLER, context, name)
    functions.bind(m, inside, function, [*([Abstract()] if method else []), *given], {}, frame)
    for known, value in frame.variables.items():
        if value.context is not None:
            inside.context_name = known
        if value.home is None and value.context is None:
            frame.variables[known] = value.but(literal=value.literal)
    if isinstance(function.node, ast.AsyncFunctionDef):
        bodies.fault(m, inside, function, Body.HANDLER)
    _run(m, inside, function)


def _root(m: Machine, function: Fn, role: Body, ground: Ground) -> None:
    """A function that no handler of the file reaches."""
    m.walked.add(id(function.node))
    context = Context(durable=ground is Ground.REPLAYED)
    frame = m.frame(
        function.module,
        None,
        body_id=m.number(),
        role=role if role is not Body.HANDLER else None,
        config=Config(known=False),
    )
    inside = At(
        frame, ground, role, context if context.durable else None, "", function.name if role is Body.HANDLER else ""
    )
    inside.via = ""
    given = [Abstract(context=context)]
    if role is Body.SUBMITTER:
        given = [Abstract(), *given]
    functions.bind(m, inside, function, given if role is not Body.HANDLER else [], {}, frame)
    for name, value in frame.variables.items():
        if value.context is not None and value.context.durable == context.durable and not inside.context_name:
            inside.context_name = name
            inside.context = value.context if context.durable else None
    if role is not Body.HANDLER and isinstance(function.node, ast.AsyncFunctionDef):
        bodies.fault(m, inside, function, role)
    if function.decorator == "durable_step":
        bodies.judge(m, inside, function)
    _run(m, inside, function)


def _run(m: Machine, at: At, function: Fn) -> None:
    node = function.node
    if isinstance(node, ast.Lambda):
        bodies.result(m, at, node.body, expressions.ev(m, at, node.body))
    else:
        statements.execute(m, at, node.body)
