import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { a: string; b: string }, context: DurableContext) => {
  const batch = await context.parallel("both", [
    async (ctx: DurableContext) => ctx.step("a", async () => event.a),
    async (ctx: DurableContext) => ctx.step("b", async () => event.b),
  ]);
  if (batch.hasFailure) {
    const reasons = batch.getErrors().map((e) => e.message);
    return { ok: false, reasons };
  }
  const second = await context.map("again", batch.getResults(), async (ctx, value) =>
    ctx.step("again", async () => value.length),
  );
  return second.completionReason === "ALL_COMPLETED" ? { ok: true, sizes: second.getResults() } : { ok: false };
});
