import { withDurableExecution, type DurableContext, type DurablePromise } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { chunks: string[][] }, context: DurableContext) => {
  const pending: DurablePromise<number>[] = [];
  for (let i = 0; i < event.chunks.length; i++) {
    pending.push(context.step(`chunk-${i}`, async () => event.chunks[i].length));
  }
  const sizes = await context.promise.all("sizes", pending);

  const hold = context.wait("hold", { seconds: 30 });
  const label = await context.step("label", async () => sizes.join("+"));
  await hold;
  return label;
});
