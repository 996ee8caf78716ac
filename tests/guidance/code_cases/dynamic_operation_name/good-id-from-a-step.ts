import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { randomUUID } from "node:crypto";

export const handler = withDurableExecution(async (event: { regions: string[] }, context: DurableContext) => {
  const runId = await context.step("run-id", async () => randomUUID());
  const rollout = await context.parallel(
    `rollout-${runId}`,
    event.regions.map((region) => ({
      name: `region-${region}`,
      func: async (ctx: DurableContext) => ctx.step(`apply-${runId}`, async () => `${region}:${Date.now()}`),
    })),
  );
  rollout.throwIfError();
  return rollout.getResults();
});
