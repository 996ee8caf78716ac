"""Reads TypeScript, JavaScript, TSX and JSX by tree-sitter."""

from __future__ import annotations

import gc

import tree_sitter

from guidance.code.model import Loader, Program, SourceFile
from guidance.code.tables import reads
from guidance.code.typescript.constants import Constants
from guidance.code.typescript.evaluate import Evaluator
from guidance.code.typescript.handlers import handlers, on_context
from guidance.code.typescript.project import Module, OutOfBudgetError, Project, parsing
from guidance.code.typescript.report import Reporter
from guidance.code.typescript.stale import stale_uses
from guidance.code.typescript.tree import UnreadableError
from guidance.code.typescript.values import SDK, Context
from guidance.code.typescript.walk import Walker
from guidance.errors import CodeError

_WORK = 620_000
"""Units of work, some two microseconds each: for ten thousand lines of dense durable code. Counted, as a clock is not the
same twice. Parsing has its share by the size of the text, so that a file that is big as well as tangled ends in time."""
_LEAST = 160_000
_MARKS = ("withDurableExecution", "DurableContext", SDK)


def read(source: SourceFile, load: Loader) -> Program:
    """What a file does, and what it reaches in other files.

    Raises:
        CodeError: when the text is no program.

    """
    # A tree is many small objects that live until the end: collecting garbage meanwhile costs as much as reading it.
    collects = gc.isenabled()
    gc.disable()
    try:
        return _read(source, load)
    finally:
        if collects:
            gc.enable()


def _read(source: SourceFile, load: Loader) -> Program:
    program = Program(language="typescript", main=source.path)
    program.files[source.path] = source
    if not any(mark in source.text for mark in _MARKS):
        return program
    work = max(_LEAST, _WORK - parsing(source.text))
    project = Project(load, work // 2)
    try:
        module = project.add(source.path, source.text)
    except UnreadableError as error:
        raise CodeError(f"The file cannot be read: {error}.") from None
    evaluator = Evaluator(project)
    walker = Walker(evaluator, Constants(evaluator), reads("typescript"))
    walker.reads.prepare(module)
    project.prepare.append(walker.reads.prepare)
    try:
        _walk(walker, evaluator, module)
    except OutOfBudgetError:
        program.notes.append(
            "The code is too big or too tangled to be followed to its end: some of it was not checked."
        )
    if not walker.found.handlers:
        _refuse_broken(module)
    project.refill(project.left + work // 2)
    _report(walker, program, module)
    program.handlers = walker.found.handlers
    program.files.update({path: SourceFile(path, text) for path, text in project.texts.items()})
    program.notes.extend(project.notes)
    walker.forget()
    return program


def _walk(walker: Walker, evaluator: Evaluator, module: Module) -> None:
    for function in handlers(evaluator, module):
        walker.handler(function, Context(function.node), 1)
    for function, context, position in on_context(evaluator, module, walker.found.functions):
        walker.handler(function, context, position, fallback=True)


def _report(walker: Walker, program: Program, module: Module) -> None:
    try:
        Reporter(walker, program).fill()
        for each in list(walker.evaluator.project.modules.values()):
            if each is module or SDK in each.tree.source.decode("utf-8", "replace"):
                program.sdk_uses.extend(stale_uses(walker.evaluator, each))
    except OutOfBudgetError:
        program.notes.append("The code is too big or too tangled to be judged to its end: some of it was not checked.")


def _refuse_broken(module: Module) -> None:
    """A syntax error that hides the handlers.

    Raises:
        CodeError: at the first error.

    """
    if not module.tree.raw.root_node.has_error or b"withDurableExecution" not in module.tree.source:
        return
    at = _first_error(module.tree.raw.root_node)
    if at is not None:
        line, column = module.tree.position(at.start_byte)
        raise CodeError("The code has a syntax error, and no durable handler can be found in it.", line, column)


def _first_error(root: tree_sitter.Node) -> tree_sitter.Node | None:
    at = root
    while True:
        if at.type == "ERROR" or at.is_missing:
            return at
        inner = next((kid for kid in at.named_children if kid.has_error), None)
        if inner is None:
            return at if at is not root else None
        at = inner
