import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { seed: number }, context: DurableContext) => {
  const trials = Array.from({ length: 4000 }, (_, i) => event.seed + i);
  const outcomes = await context.map("trials", trials, async (ctx, seed) => // finds DF025
    ctx.step("trial", async () => (seed * 1103515245 + 12345) % 7),
  );
  outcomes.throwIfError();
  return outcomes.getResults().filter((n) => n === 0).length;
});
