from __future__ import annotations
import json
import os
from typing import Any, Callable
import boto3
from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step
from aws_durable_execution_sdk_python.config import StepConfig
from aws_durable_execution_sdk_python.retries import RetryStrategyConfig, create_retry_strategy

MODEL_ID = os.environ.get("MODEL_ID", "anthropic.claude")
MAX_TURNS = 12
bedrock = boto3.client("bedrock-runtime")
RETRY = StepConfig(retry_strategy=create_retry_strategy(RetryStrategyConfig(max_attempts=4)))

def search_docs(query: str) -> str:
    s3 = boto3.client("s3")
    return s3.get_object(Bucket="docs", Key=query)["Body"].read().decode()

def calculator(expression: str) -> str:
    return str(eval(expression, {"__builtins__": {}}))

TOOLS: dict[str, Callable[..., str]] = {"search_docs": search_docs, "calculator": calculator}

@durable_step
def converse(step: StepContext, messages: list[dict[str, Any]]) -> dict[str, Any]:
    step.logger.info("turn", extra={"messages": len(messages)})
    response = bedrock.converse(modelId=MODEL_ID, messages=messages)
    return {"message": response["output"]["message"], "stop": response["stopReason"]}

@durable_step
def use_tool(step: StepContext, name: str, arguments: dict[str, Any]) -> str:
    return TOOLS[name](**arguments)

@durable_execution
def handler(event: dict[str, Any], context: DurableContext) -> dict[str, Any]:
    messages: list[dict[str, Any]] = [{"role": "user", "content": [{"text": event["prompt"]}]}]
    for turn in range(MAX_TURNS):
        reply = context.step(converse(messages), name=f"converse-{turn}", config=RETRY)
        messages.append(reply["message"])
        if reply["stop"] != "tool_use":
            break
        results = []
        for index, block in enumerate(reply["message"]["content"]):
            if "toolUse" not in block:
                continue
            use = block["toolUse"]
            result = context.step(use_tool(use["name"], use["input"]), name=f"tool-{turn}-{index}")
            results.append({"toolResult": {"toolUseId": use["toolUseId"], "content": [{"text": result}]}})
        messages.append({"role": "user", "content": results})
    else:
        context.logger.warning("no answer after %s turns", MAX_TURNS)
    text = "".join(part.get("text", "") for part in messages[-1]["content"])
    return {"answer": text, "turns": len(messages)}
