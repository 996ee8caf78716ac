import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { within } from "./within.js";
import { ring } from "./phone.js";

export const handler = withDurableExecution(async (event: { number: string }, context: DurableContext) => {
  const answer = await context.waitForCallback(
    "phone",
    async (callbackId) => {
      await ring(event.number, callbackId);
    },
    within(30),
  );
  return answer.toLowerCase() === "ok";
});
