import { setTimeout as delay } from "node:timers/promises";
import { withDurableExecution } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event, context) => {
  let state = await context.step("state-0", async () => event.state);
  for (let i = 1; i <= 3 && state === "busy"; i++) {
    await delay(10_000 * i); // finds DF009
    state = await context.step(`state-${i}`, async () => "idle");
  }
  return state;
});
