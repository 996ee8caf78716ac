import { withDurableExecution } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event, context) => {
  const imported = [];
  for (let i = 0; i < event.rows.length; i += 500) {
    imported.push(await context.step(`rows-${i}`, async () => event.rows.slice(i, i + 500).length));
  }
  const batch = await context.map("items", event.items, async (ctx, item) => {
    const price = await ctx.step("price", async () => item.price * 2);
    return ctx.step("tax", async () => price * 0.2);
  });
  batch.throwIfError();
  return { imported, taxed: batch.successCount };
});
