import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { randomUUID } from "node:crypto";

const STARTED = new Date();
const INSTANCE = randomUUID();
const EPOCH = new Date("2026-01-01");

export const handler = withDurableExecution(async (event: { id: string }, context: DurableContext) => {
  const first = await context.step(`collect-${INSTANCE}`, async () => event.id); // finds DF003
  await context.wait(`pause-${STARTED.getTime()}`, { seconds: 30 }); // finds DF003
  return context.step(`close-${EPOCH.getTime()}`, async () => `${first}-${STARTED.toISOString()}`);
});
