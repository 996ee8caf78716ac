from typing import Any
from langchain_aws import ChatBedrock
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage, messages_from_dict, messages_to_dict
from langchain_core.tools import tool
from aws_durable_execution_sdk_python import DurableContext, durable_execution
import requests

@tool
def lookup(city: str) -> str:
    """Weather of a city."""
    return requests.get(f"https://wttr.in/{city}?format=3", timeout=5).text

TOOLS = {each.name: each for each in [lookup]}
model = ChatBedrock(model="x").bind_tools(list(TOOLS.values()))

@durable_execution
def handler(event: dict[str, Any], context: DurableContext) -> str:
    messages = messages_to_dict([HumanMessage(event["question"])])
    turn = 0
    while turn < 8:
        turn += 1
        answer = context.step(lambda _: messages_to_dict([model.invoke(messages_from_dict(messages))])[0], name=f"model-{turn}")
        messages.append(answer)
        calls = answer["data"].get("tool_calls", [])
        if not calls:
            return answer["data"]["content"]
        for call in calls:
            content = context.step(lambda _, call=call: TOOLS[call["name"]].invoke(call["args"]), name=f"{call['name']}-{turn}")
            messages.extend(messages_to_dict([ToolMessage(content, tool_call_id=call["id"])]))
    return "gave up"
