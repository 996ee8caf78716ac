"""Former names of the SDK's, wherever they stand in a file that imports it."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code.model import SdkUse
from guidance.code.tables import stale
from guidance.code.typescript.evaluate import Evaluator
from guidance.code.typescript.project import Module
from guidance.code.typescript.provenance import place_of
from guidance.code.typescript.syntax import Node, arguments, bare, inside, literal, outer
from guidance.code.typescript.values import COMBINATORS, NOTHING, SDK, External

_KEYS = frozenset(("property_identifier", "shorthand_property_identifier"))


def stale_uses(evaluator: Evaluator, module: Module) -> Iterator[SdkUse]:
    """All uses in one file."""
    if SDK.encode() not in module.tree.source:
        return
    for name in stale("typescript"):
        for node in _uses(evaluator, module, name):
            yield SdkUse(place=place_of(node), name=name)


def _uses(evaluator: Evaluator, module: Module, name: str) -> Iterator[Node]:
    if name == ".Promise":
        yield from _capital_promise(module)
    elif name == ".promise(StepError)":
        yield from _wrong_error(module)
    elif name == "errorType(CallbackError)":
        yield from _error_type(module)
    elif name.startswith("."):
        yield from _method(module, name[1:])
    else:
        callee, _, key = name.removesuffix(")").partition("(")
        if key == "positional":
            yield from _positional(evaluator, module, callee)
        else:
            yield from _key(evaluator, module, callee, key)


def _key(evaluator: Evaluator, module: Module, callee: str, key: str) -> Iterator[Node]:
    for node in module.named(key):
        if (
            node.kind not in _KEYS
            or node.parent is None
            or (node.field != "key" and node.kind == "property_identifier")
        ):
            continue
        object_ = node.parent if node.kind == "shorthand_property_identifier" else node.parent.parent
        if object_ is None or object_.kind != "object":
            continue
        for call in _calls_given(module, object_):
            if _is_of_sdk(evaluator, call, callee):
                yield node
                break


def _calls_given(module: Module, object_: Node) -> Iterator[Node]:
    """The calls that get an object; directly, or through a constant."""
    at = outer(object_)
    parent = at.parent
    if parent is not None and parent.kind == "arguments" and parent.parent is not None:
        yield parent.parent
    elif parent is not None and parent.kind == "variable_declarator":
        from guidance.code.typescript.members import holder

        binding = holder(object_)
        for use in module.uses(binding) if binding is not None else []:
            given = outer(use).parent
            if given is not None and given.kind == "arguments" and given.parent is not None:
                yield given.parent


def _is_of_sdk(evaluator: Evaluator, call: Node, name: str) -> bool:
    callee = call.get("function")
    if callee is None:
        return False
    if callee.kind == "member_expression":
        member = callee.get("property")
        if member is not None and member.text == name == "sendCallbackFailure":
            return True
    return any(
        isinstance(each, External) and each.name.startswith(SDK) and each.name.endswith(f".{name}")
        for each in evaluator.values(callee, NOTHING)
    )


def _positional(evaluator: Evaluator, module: Module, callee: str) -> Iterator[Node]:
    for call, node in _calls(evaluator, module, callee):
        given = arguments(call)
        if len(given) > 1 or (given and bare(given[0]).kind == "number"):
            yield node


def _calls(evaluator: Evaluator, module: Module, name: str) -> Iterator[tuple[Node, Node]]:
    names = [name]
    for node in module.named(name):
        if node.parent is not None and node.parent.kind == "import_specifier":
            alias = node.parent.get("alias")
            if alias is not None and alias is not node:
                names.append(alias.text)
    for each in dict.fromkeys(names):
        for node in module.named(each):
            at = node.parent if node.parent is not None and node.parent.kind == "member_expression" else node
            call = at.parent
            is_call = call is not None and call.kind == "call_expression" and call.get("function") is at
            if call is not None and is_call and _is_of_sdk(evaluator, call, name):
                yield call, node


def _method(module: Module, name: str) -> Iterator[Node]:
    """A method of the testing package's runner."""
    if f"{SDK}-testing".encode() not in module.tree.source:
        return
    for node in module.named(name):
        member = node.parent
        is_member = member is not None and member.kind == "member_expression" and node.field == "property"
        if member is not None and is_member and member.parent is not None and member.parent.kind == "call_expression":
            yield node


def _capital_promise(module: Module) -> Iterator[Node]:
    for node in module.named("Promise"):
        member = node.parent
        if member is None or member.kind != "member_expression" or node.field != "property":
            continue
        receiver, above = member.get("object"), member.parent
        name = above.get("property") if above is not None and above.kind == "member_expression" else None
        of_global = receiver is not None and receiver.text in {"globalThis", "global", "window", "self"}
        if name is not None and name.text in COMBINATORS and not of_global:
            yield node


def _wrong_error(module: Module) -> Iterator[Node]:
    """`instanceof StepError` in the catch of a try in which only combinators are awaited."""
    for node in module.named("StepError"):
        test = node.parent
        if test is None or test.kind != "binary_expression" or "instanceof" not in test.tokens or node.field != "right":
            continue
        at = test.parent
        while at is not None and at.kind != "catch_clause":
            at = at.parent
        attempt = at.parent if at is not None else None
        body = attempt.get("body") if attempt is not None else None
        if body is not None and _awaits_only_combinators(body):
            yield node


def _awaits_only_combinators(body: Node) -> bool:
    awaited = [
        each
        for each in inside(body, functions=False)
        if each.kind in {"await_expression", "return_statement"} and each.kids
    ]
    texts = [each.kids[0].text for each in awaited if each.kids[0].kind == "call_expression"]
    heads = [text.partition("(")[0] for text in texts]
    return any(".promise." in head for head in heads) and all(".promise." in head for head in heads)


def _error_type(module: Module) -> Iterator[Node]:
    for node in module.named("CallbackError"):
        text = node.parent if node.kind == "string_fragment" else None
        test = text.parent if text is not None else None
        if text is None or test is None or literal(text) != "CallbackError":
            continue
        if test.kind == "binary_expression":
            other = next((kid for kid in test.kids if kid is not text), None)
            if other is not None and bare(other).text.replace("?", "").endswith((".errorType", "errorType")):
                yield text
        elif test.kind == "switch_case" and test.parent is not None and test.parent.parent is not None:
            value = test.parent.parent.get("value")
            if value is not None and value.text.rstrip(")").endswith("errorType"):
                yield text
