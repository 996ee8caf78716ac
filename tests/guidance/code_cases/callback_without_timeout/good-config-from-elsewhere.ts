import { withDurableExecution, type DurableContext, type Duration } from "@aws/durable-execution-sdk-js";
import { approvalConfig } from "./config.js";
import { openTask } from "./tasks.js";

async function approve(context: DurableContext, id: string, config: { timeout: Duration }): Promise<string> {
  return context.waitForCallback(
    "approve",
    async (callbackId) => {
      await openTask(id, callbackId);
    },
    config,
  );
}

export const handler = withDurableExecution(async (event: { id: string }, context: DurableContext) => {
  const answer = await approve(context, event.id, { timeout: { minutes: 90 } });
  const final = await context.waitForCallback("final", async (callbackId) => openTask(event.id, callbackId), approvalConfig);
  return [answer, final];
});
