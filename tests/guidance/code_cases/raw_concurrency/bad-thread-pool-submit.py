from concurrent.futures import ThreadPoolExecutor

from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step

import translations


@durable_step
def translate(step: StepContext, text: str, language: str) -> str:
    return translations.translate(text, language)


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    text = event["text"]
    with ThreadPoolExecutor(max_workers=2) as pool:
        german = pool.submit(context.step, translate(text, "de"), "german")  # finds DF008
        dutch = pool.submit(context.step, translate(text, "nl"), "dutch")  # finds DF008
    return {"de": german.result(), "nl": dutch.result()}
