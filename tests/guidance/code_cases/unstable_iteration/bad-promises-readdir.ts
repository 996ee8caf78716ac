import * as fs from "node:fs/promises";
import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { root: string; suffix: string }, context: DurableContext) => {
  const entries = await fs.readdir(event.root); // finds DF002
  let bytes = 0;
  for (const entry of entries.filter((e) => e.endsWith(event.suffix))) { // finds DF024
    bytes += await context.step("measure", async () => (await fs.stat(`${event.root}/${entry}`)).size);
    await context.wait("pace", { seconds: 1 });
  }
  return bytes;
});
