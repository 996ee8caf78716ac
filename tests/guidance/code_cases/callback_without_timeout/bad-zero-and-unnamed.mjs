import { withDurableExecution } from "@aws/durable-execution-sdk-js";
import { ring } from "./phone.mjs";

export const handler = withDurableExecution(async (event, context) => {
  const picked = await context.waitForCallback(async (id) => ring(event.number, id)); // finds DF017
  if (picked === "no") return false;
  const [promise, id] = await context.createCallback("voicemail", { timeout: { seconds: 0 } }); // finds DF017
  await context.step("record", async () => ring(event.number, id));
  return (await promise) === "ok";
});
