import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

class InvalidOrder extends Error {
  constructor(readonly field: string) {
    super(`invalid ${field}`);
  }
}

function assertOrder(order: { lines: string[] }): void {
  if (order.lines.length === 0) throw new InvalidOrder("lines");
}

export const handler = withDurableExecution(async (order: { lines: string[] }, context: DurableContext) => {
  try {
    assertOrder(order);
    await context.step("store", async () => order.lines.length);
    return { ok: true };
  } catch (error) {
    if (error instanceof InvalidOrder) return { ok: false, field: error.field };
    throw error;
  }
});
