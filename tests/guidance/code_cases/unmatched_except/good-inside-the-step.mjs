import { withDurableExecution } from "@aws/durable-execution-sdk-js";
import { reserve, OutOfStockError } from "./stock.mjs";

export const handler = withDurableExecution(async (event, context) => {
  const outcome = await context.step("reserve", async () => {
    try {
      return { reservation: await reserve(event.sku) };
    } catch (error) {
      if (error instanceof OutOfStockError) return { reservation: null };
      throw error;
    }
  });
  return outcome.reservation ?? "sold-out";
});

export const probe = async (event) => {
  try {
    return await reserve(event.sku);
  } catch (error) {
    return error instanceof OutOfStockError ? null : Promise.reject(error);
  }
};
