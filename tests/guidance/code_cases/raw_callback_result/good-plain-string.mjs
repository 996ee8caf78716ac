import { withDurableExecution } from "@aws/durable-execution-sdk-js";
import { ring } from "./phone.mjs";

export const handler = withDurableExecution(async (event, context) => {
  const answer = await context.waitForCallback("phone", async (id) => ring(event.number, id), {
    timeout: { minutes: 10 },
  });
  if (answer === "busy") return { answer };
  const word = answer.trim().toLowerCase();
  return context.step("store-answer", async () => `${event.number}:${word}:${answer.length}`);
});
