import { readdir } from "node:fs/promises";
import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

async function listed(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.toSorted();
}

export const handler = withDurableExecution(async (event: { folder: string }, context: DurableContext) => {
  const names = await context.step("list", () => listed(event.folder));
  const branches = names.map((name) => async (ctx: DurableContext) => ctx.step(`zip-${name}`, async () => `${name}.zip`));
  const zipped = await context.parallel("zip", branches);
  zipped.throwIfError();
  return zipped.getResults();
});
