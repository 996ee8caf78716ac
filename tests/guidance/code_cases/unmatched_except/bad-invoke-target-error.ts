import { InvokeError, withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

class ModelOverloaded extends Error {
  override name = "ModelOverloaded";
}

export const model = async (event: { tokens: number }): Promise<{ text: string }> => {
  if (event.tokens > 10_000) throw new ModelOverloaded("too many tokens");
  return { text: "ok" };
};

export const handler = withDurableExecution(async (event: { tokens: number }, context: DurableContext) => {
  try {
    const answer = await context.invoke<{ tokens: number }, { text: string }>("model", "model:live", event);
    return answer.text;
  } catch (error) {
    if (error instanceof ModelOverloaded) { // finds DF020
      return "overloaded";
    }
    if (error instanceof InvokeError) return "failed";
    throw error;
  }
});
