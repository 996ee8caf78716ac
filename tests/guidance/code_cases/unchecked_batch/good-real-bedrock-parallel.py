import json
import boto3
from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import ParallelConfig, CompletionConfig

PERSONAS = ("critic", "optimist", "lawyer")
client = boto3.client("bedrock-runtime")

def ask(persona: str, text: str) -> str:
    body = json.dumps({"prompt": f"As a {persona}: {text}"})
    return json.loads(client.invoke_model(modelId="m", body=body)["body"].read())["completion"]

def make_branch(persona, text):
    return lambda ctx: ctx.step(lambda _: ask(persona, text), name=persona)

@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    opinions = context.parallel([make_branch(p, event["text"]) for p in PERSONAS], name="opinions",
                                config=ParallelConfig(completion_config=CompletionConfig.all_completed()))
    texts = [item.result for item in opinions.all if item.error is None]
    summary = context.step(lambda _: ask("editor", "\n".join(texts)), name="summary")
    return {"summary": summary, "opinions": len(texts)}
