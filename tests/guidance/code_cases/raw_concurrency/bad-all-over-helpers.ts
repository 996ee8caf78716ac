import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

interface Order {
  id: string;
  lines: number;
}

async function fulfil(context: DurableContext, order: Order): Promise<string> {
  const box = await context.step(`box-${order.id}`, async () => order.lines * 2);
  await context.wait(`dispatch-${order.id}`, { minutes: 15 });
  return `${order.id}:${box}`;
}

export const handler = withDurableExecution(async (event: { orders: Order[] }, context: DurableContext) => {
  const done = await Promise.all(event.orders.map((order) => fulfil(context, order))); // finds DF008
  return { done };
});
