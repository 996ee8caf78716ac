import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { gateway } from "./gateway.js";

interface Order {
  id: string;
  cents: number;
}

export const handler = withDurableExecution(async (order: Order, context: DurableContext) => {
  const stocked = await context.step("check-stock", async () => order.cents > 0);
  if (!stocked) return { status: "sold-out" };
  const receipt = await context.step("charge-card", async () => gateway.charge(order.id, order.cents)); // finds DF019
  return { status: "done", receipt };
});
