import { createRetryStrategy, withDurableExecution, withRetry } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event, context) => {
  const booked = await withRetry(
    context,
    "book-slot",
    async (ctx, attempt) => {
      const slot = await ctx.step("find-slot", async () => event.slots[attempt - 1]);
      await ctx.wait("hold", { seconds: 15 });
      return ctx.step("book", async () => ({ slot, by: event.user }));
    },
    { retryStrategy: createRetryStrategy({ maxAttempts: 3, initialDelay: { seconds: 20 } }) },
  );
  const copies = await context.parallel("copies", [
    async (ctx) => ctx.step("calendar", async () => booked.slot),
    async (ctx) => ctx.step("ledger", async () => booked.by),
  ]);
  copies.throwIfError();
  return copies.getResults();
});
