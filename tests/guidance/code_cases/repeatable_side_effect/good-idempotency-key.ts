import { randomUUID } from "node:crypto";
import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { gateway } from "./gateway.js";

export const handler = withDurableExecution(async (order: { id: string; cents: number }, context: DurableContext) => {
  const idempotencyKey = await context.step("new-key", async () => randomUUID());
  const receipt = await context.step("charge-card", async () =>
    gateway.charge({ order: order.id, cents: order.cents, idempotencyKey }),
  );
  return { receipt };
});
