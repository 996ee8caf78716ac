import { withDurableExecution, type BatchResult, type DurableContext } from "@aws/durable-execution-sdk-js";

function orThrow<T>(batch: BatchResult<T>): T[] {
  batch.throwIfError();
  return batch.getResults();
}

export const handler = withDurableExecution(async (event: { ids: string[] }, context: DurableContext) => {
  const names = orThrow(
    await context.map("names", event.ids, async (ctx, id) => ctx.step("name", async () => `n-${id}`)),
  );
  const { hasFailure, all } = await context.map("sizes", names, async (ctx, name) =>
    ctx.step("size", async () => name.length),
  );
  if (hasFailure) throw new Error("sizes are incomplete");
  return all.map((item) => item.result ?? 0);
});
