import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { text: string }, context: DurableContext) => {
  let result = "";
  const parts: string[] = event.text.split(",");
  const cleaned = await context.step("clean", async () => {
    let result = "";
    const parts = event.text.split(",").map((p) => p.trim());
    parts.push("end");
    for (const part of parts) {
      result += part;
    }
    return result;
  });
  result = `${cleaned}:${parts.length}`;
  return context.runInChildContext("finish", async (child) => {
    let attempts = 0;
    attempts += 1;
    return child.step("finish", async () => `${result}/${attempts}`);
  });
});
