import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { reserve, OutOfStockError } from "./stock.js";

export const handler = withDurableExecution(async (event: { sku: string }, context: DurableContext) => {
  try {
    const reservation = await context.step("reserve", async () => reserve(event.sku));
    return { status: "reserved", reservation };
  } catch (error) {
    if (error instanceof OutOfStockError) { // finds DF020
      return { status: "sold-out" };
    }
    throw error;
  }
});
