import { defaultSerdes, withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { askManager } from "./mailbox.js";

const CONFIG = { timeout: { days: 2 }, heartbeatTimeout: { hours: 4 }, serdes: defaultSerdes };

export const handler = withDurableExecution(async (event: { requestId: string }, context: DurableContext) => {
  const first = await context.waitForCallback(
    "manager",
    async (callbackId) => {
      await askManager(event.requestId, callbackId);
    },
    { timeout: { hours: 24 } },
  );
  if (first === "yes") return { approved: true };
  const second = await context.waitForCallback<{ approved: boolean }>(
    "director",
    async (callbackId) => {
      await askManager(`${event.requestId}/director`, callbackId);
    },
    CONFIG,
  );
  return { approved: second.approved };
});
