"""What a type annotation says of a value: a durable context, or an object of a class."""

from __future__ import annotations

from guidance.code.typescript.imports import Imports, external
from guidance.code.typescript.scopes import Binding, binding_of
from guidance.code.typescript.syntax import Node
from guidance.code.typescript.values import NOTHING, SDK, ClassRef, Context, External, Instance, Val


def of_type(imports: Imports, given: Node) -> list[Val]:
    """An instance of an annotated type, where that is a context or a class."""
    text = given.kids[0] if given.kids else None
    if text is not None and text.kind == "union_type":
        text = next((kid for kid in text.kids if kid.kind == "type_identifier"), text)
    if text is None or text.kind not in {"type_identifier", "nested_type_identifier"}:
        return []
    name = text.text.rpartition(".")[2]
    binding = binding_of(text.text.partition(".")[0], text)
    if binding is not None and binding.kind == "import" and binding.path and "." not in text.text:
        name = str(binding.path[0])
    if name == "DurableContext":
        return [Context(None)]
    if name in {"StepContext", "WaitForConditionContext", "WaitForCallbackContext"}:
        return [Context(None, durable=False)]
    if binding is None:
        return [External(f"{name}()")] if name == "Date" else []
    if binding.kind == "class" and binding.value is not None:
        return [Instance(ClassRef(binding.value, NOTHING), None, NOTHING)]
    return _imported_type(imports, binding, name, nested="." in text.text)


def _may_be_client(module: str, name: str) -> bool:
    """Whether a type of an AWS SDK package is that of a client, and not of what it takes or gives."""
    if not module.startswith(("@aws-sdk/client-", "@aws-sdk/lib-")):
        return True
    service = module.partition("-")[2].partition("-")[2].replace("-", "")
    return name.endswith(("Client", "DynamoDBDocument", "Upload")) or name.lower() == service


def _imported_type(imports: Imports, binding: Binding, name: str, *, nested: bool) -> list[Val]:
    if binding.kind != "import" or binding.module == SDK:
        return []
    if not binding.module.startswith((".", "@/", "~/")):
        if (nested and binding.path) or not _may_be_client(binding.module, name):
            return []  # `Stripe.Charge`, `Message`: the shape of data
        return [External(f"{external(binding.module, binding.path or (name,)).name}()")]
    return [Instance(each, None, NOTHING) for each in imports.imported(binding) if isinstance(each, ClassRef)]
