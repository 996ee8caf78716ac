import { readdirSync } from "node:fs";
import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { batch: string }, context: DurableContext) => {
  const loaded: string[] = [];
  for (const name of readdirSync("/mnt/inbox")) { // finds DF002, DF024
    loaded.push(await context.step(`load-${name}`, async () => `${event.batch}/${name}`));
  }
  return loaded;
});
