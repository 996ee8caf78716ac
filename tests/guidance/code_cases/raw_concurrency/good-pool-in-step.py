from concurrent.futures import ThreadPoolExecutor

from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step

import translations


@durable_step
def translate_all(step: StepContext, text: str, languages: list[str]) -> dict:
    with ThreadPoolExecutor(max_workers=4) as pool:
        futures = {
            language: pool.submit(translations.translate, text, language)
            for language in languages
        }
        return {language: future.result() for language, future in futures.items()}


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    return context.step(translate_all(event["text"], event["languages"]))
