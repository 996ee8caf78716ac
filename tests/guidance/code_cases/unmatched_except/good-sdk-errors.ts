import { CallbackTimeoutError, StepError, withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { reserve, askPlanner } from "./stock.js";

export const handler = withDurableExecution(async (event: { sku: string }, context: DurableContext) => {
  try {
    const reservation = await context.step("reserve", async () => reserve(event.sku) as string);
    const answer = await context.waitForCallback(
      "planner",
      async (callbackId) => {
        await askPlanner(reservation, callbackId);
      },
      { timeout: { hours: 6 } },
    );
    return { status: answer };
  } catch (error) {
    if (error instanceof CallbackTimeoutError) return { status: "no-answer" };
    if (error instanceof StepError && (error.cause as Error | undefined)?.name === "OutOfStockError") {
      return { status: "sold-out" };
    }
    if (error instanceof Error) context.logger.warn("failed", { why: error.message });
    throw error;
  }
});
