import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { readWithBackoff } from "./reader.js";

export const handler = withDurableExecution(async (event: { key: string }, context: DurableContext) => {
  const text = await context.step("read", () => readWithBackoff(event.key));
  await context.wait("review", { hours: 1 });
  return { length: text.length };
});
