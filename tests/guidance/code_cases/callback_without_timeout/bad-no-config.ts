import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { askManager } from "./mailbox.js";

export const handler = withDurableExecution(async (event: { requestId: string }, context: DurableContext) => {
  const answer = await context.waitForCallback("manager", async (callbackId) => { // finds DF017
    await askManager(event.requestId, callbackId);
  });
  return { approved: answer === "yes" };
});
