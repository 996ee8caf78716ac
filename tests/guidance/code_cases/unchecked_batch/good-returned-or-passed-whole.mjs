import { withDurableExecution } from "@aws/durable-execution-sdk-js";

function settle(batch, log) {
  for (const item of batch.all) {
    if (item.error) log.warn("failed", { index: item.index, why: item.error.message });
  }
  return batch.successCount;
}

export const handler = withDurableExecution(async (event, context) => {
  const warmed = await context.map("warm", event.keys, async (ctx, key) => ctx.step("warm", async () => key));
  const count = settle(warmed, context.logger);
  context.logger.info("warmed", { count });
  return context.parallel("publish-both", [
    async (ctx) => ctx.step("cdn", async () => count),
    async (ctx) => ctx.step("origin", async () => count),
  ]);
});
