import { readdir } from "node:fs/promises";
import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { root: string }, context: DurableContext) => {
  const names = await context.step("list", async () => readdir(event.root));
  const loaded: number[] = [];
  for (const name of names) {
    loaded.push(await context.step(`load-${name}`, async () => name.length));
  }
  return loaded;
});
