import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { job: string }, context: DurableContext) => {
  await context.step("start", async () => event.job);
  await new Promise((resolve) => setTimeout(resolve, 30_000)); // finds DF009
  return context.step("collect", async () => `${event.job}:done`);
});
