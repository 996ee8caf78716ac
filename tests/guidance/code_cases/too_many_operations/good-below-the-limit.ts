import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { site: string }, context: DurableContext) => {
  let size = 0;
  for (let page = 0; page < 1500; page++) {
    size += await context.step(`page-${page}`, async () => `${event.site}/${page}`.length);
  }
  const shards = Array.from({ length: 200 }, (_, i) => i);
  const done = await context.map("shards", shards, async (ctx, shard) => ctx.step("shard", async () => shard * size));
  done.throwIfError();
  return done.getResults().length;
});
