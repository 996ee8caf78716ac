import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { feed: string }, context: DurableContext) => {
  const lines = await context.step(`download-${Date.now()}`, async () => event.feed.split("\n")); // finds DF001, DF003
  await context.wait("throttle", { seconds: 30 });
  const parsed = await context.step("parse", async () => lines.map((line) => line.split(";")));
  return { rows: parsed.length };
});
