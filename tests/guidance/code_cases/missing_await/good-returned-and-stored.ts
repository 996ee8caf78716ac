import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

function total(context: DurableContext, prices: number[]) {
  return context.step("total", async () => prices.reduce((a, b) => a + b, 0));
}

export const handler = withDurableExecution(async (event: { prices: number[] }, context: DurableContext) => {
  const pending = total(context, event.prices);
  const rate = context.step("rate", async () => 1.1);
  const sum = await pending;
  const factor = await rate;
  if (sum === 0) return context.step("empty", async () => 0);
  return context.runInChildContext("convert", (child) => child.step("convert", async () => sum * factor));
});
