import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

interface Order {
  id: string;
  lines: number;
}

async function fulfil(context: DurableContext, order: Order): Promise<string> {
  const box = await context.step("box", async () => order.lines * 2);
  await context.wait("dispatch", { minutes: 15 });
  return `${order.id}:${box}`;
}

export const handler = withDurableExecution(async (event: { orders: Order[] }, context: DurableContext) => {
  const done = await context.map("orders", event.orders, async (ctx, order) => fulfil(ctx, order), { maxConcurrency: 10 });
  done.throwIfError();
  const both = await context.parallel("follow-up", [
    { name: "ledger", func: async (ctx: DurableContext) => ctx.step("ledger", async () => done.successCount) },
    { name: "stats", func: async (ctx: DurableContext) => ctx.step("stats", async () => event.orders.length) },
  ]);
  both.throwIfError();
  return both.getResults();
});
