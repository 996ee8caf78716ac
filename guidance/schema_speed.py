"""Makes cfn-lint quicker: it builds a class for every resource it looks at; here each is built once.

`cfnlint.jsonschema.validators.create` makes a dataclass from a table of functions. The tables are few, so the classes are kept.
Where cfn-lint has changed, nothing is done.
"""

from __future__ import annotations

import functools
import inspect
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

_KEPT = 400
_EXPECTED = ("validators", "function_filter", "fn_resolvers")


def keep_validators(module: Any) -> bool:  # noqa: ANN401 - cfn-lint's module
    """Let a module's `create` keep what it makes; tells whether that was possible."""
    create = getattr(module, "create", None)
    if create is None or hasattr(create, "kept"):
        return create is not None
    if tuple(inspect.signature(create).parameters) != _EXPECTED:
        return False
    module.create = _keeping(create)
    return True


def _keeping(create: Callable[..., Any]) -> Callable[..., Any]:
    kept: OrderedDict[object, tuple[Any, Any]] = OrderedDict()

    def keeping(
        validators: Mapping[str, Any] | None = None,
        function_filter: object = None,
        fn_resolvers: Mapping[str, Any] | None = None,
    ) -> object:
        key = (_key(validators or {}), _key(fn_resolvers or {}))
        found = kept.get(key)
        if found is None:
            made = create(validators=validators, function_filter=None, fn_resolvers=fn_resolvers)
            found = kept[key] = (made, (validators, fn_resolvers))  # the functions stay, so that their ids stay theirs
            if len(kept) > _KEPT:
                kept.popitem(last=False)
        if function_filter is None:
            return found[0]
        return functools.partial(found[0], function_filter=function_filter)

    keeping.kept = kept  # type: ignore[attr-defined]
    return keeping


def _key(functions: Mapping[str, Any]) -> frozenset[tuple[str, int, int]]:
    return frozenset(
        (name, id(getattr(each, "__self__", None)), id(getattr(each, "__func__", each)))
        for name, each in functions.items()
    )
