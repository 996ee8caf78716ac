import aws_durable_execution_sdk_python as sdk

from rituals import candles


class Spell:
    def __init__(self, words):
        self.words = words

    def invoke(self, name, power):
        return f"{name}:{power}:{len(self.words)}"


@sdk.durable_execution
def temple(event, context):
    spell = Spell(event["words"])
    text = spell.invoke("rain", 3)
    return {"text": text, "candles": context.step(lambda _: candles(text), name="candles")}
