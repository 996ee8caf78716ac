import { defaultSerdes, withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { askManager } from "./desk.js";

interface Approval {
  approved: boolean;
  comment: string;
}

export const handler = withDurableExecution(async (event: { id: string }, context: DurableContext) => {
  const approval = await context.waitForCallback<Approval>(
    "approval",
    async (callbackId) => {
      await askManager(event.id, callbackId);
    },
    { timeout: { hours: 24 }, serdes: defaultSerdes },
  );
  return approval.approved ? { status: "approved" } : { status: "rejected", why: approval.comment };
});
