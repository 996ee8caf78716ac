import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { randomUUID } from "node:crypto";

interface BasketEvent {
  customerId: string;
  lines: { sku: string; quantity: number }[];
}

export const handler = withDurableExecution(async (event: BasketEvent, context: DurableContext) => {
  const orderNumber = randomUUID(); // finds DF001
  await context.step("store-order", async () => storeOrder(orderNumber, event.lines));
  await context.wait("cooling-off", { hours: 1 });
  await context.step("confirm-order", async () => confirmOrder(orderNumber));
  return { orderNumber };
});

async function storeOrder(id: string, lines: BasketEvent["lines"]) {
  return { id, count: lines.length };
}

async function confirmOrder(id: string) {
  return `${id}:confirmed`;
}
