import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { batch: string[] }, context: DurableContext) => {
  console.log("batch received", event.batch.length); // finds DF011
  const valid = await context.step("validate", async () => event.batch.filter(Boolean));
  if (valid.length < event.batch.length) {
    console.warn(`${event.batch.length - valid.length} dropped`); // finds DF011
  }
  await context.wait("window", { minutes: 5 });
  return valid.length;
});
