"""A mapping expects batchItemFailures, and the code never returns any."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Confidence, Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import EventSourceMapping, Function, Template

RULE = Rule(
    title="Function promises to report failed messages but its code does not",
    severity=Severity.INFO,
    confidence=Confidence.LOW,
    profile=Profile.STRICT,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html", "2026-11-20"),),
    aliases=("SQS006",),
    practices=("SQS-09",),
)


_WORDS = (
    "batchitemfailures",
    "batchprocessor",
    "partialresponse",
    "partial_response",
    "batch_processor",
    "batchresponse",
)


def check(template: Template) -> Iterator[Found]:
    """Yield each mapping with ReportBatchItemFailures whose code, where it can be read, has no sign of it."""
    for mapping in template.of(EventSourceMapping):
        function, types = mapping.function, mapping.get("FunctionResponseTypes")
        if function is None or not any(each.text() == "ReportBatchItemFailures" for each in types.items()):
            continue
        code = _code(function)
        if code is not None and not any(
            word in code.lower().replace("batch_item_failures", _WORDS[0]) for word in _WORDS
        ):
            message = (
                f"The mapping expects batchItemFailures, but nothing in the handler of {function.id} looks as if it returned any:"
                " a batch then counts as done whenever no exception is raised. Return them, or use Powertools' batch processor."
            )
            yield Found(types, message, (function,))


def _code(function: Function) -> str | None:
    """The function's code: inline, or its handler's file beside the template."""
    inline = function.get("Code", "ZipFile").text()
    folder, handler = function.sam("CodeUri").text(), function.get("Handler").text()
    if inline is not None or folder is None or handler is None:
        return inline
    stem = f"{folder}/{handler.rpartition('.')[0]}"
    texts = (function.template.beside(stem + suffix) for suffix in (".py", ".mjs", ".js", ".cjs", ".ts"))
    return next((text for text in texts if text is not None), None)
