import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { randomUUID } from "node:crypto";

interface BasketEvent {
  placedAt: string;
  lines: { sku: string; quantity: number }[];
}

export const handler = withDurableExecution(async (event: BasketEvent, context: DurableContext) => {
  const orderNumber = await context.step("order-number", async () => randomUUID());
  const startedAt = await context.step("started-at", async () => Date.now());
  const placed = new Date(event.placedAt);
  const expires = new Date(startedAt + 3_600_000).toISOString();
  await context.step("store-order", async (step) => {
    step.logger.info("storing", { at: new Date().toISOString() });
    return { orderNumber, expires, lines: event.lines.length };
  });
  return { orderNumber, month: placed.getUTCMonth() + 1 };
});
