import {
  createLinearRetryStrategy,
  createRetryStrategy,
  JitterStrategy,
  PromiseCombinatorError,
  withDurableExecution,
  type DurableContext,
} from "@aws/durable-execution-sdk-js";

const exponential = createRetryStrategy({ maxAttempts: 5, backoffRate: 2, jitter: JitterStrategy.HALF });
const linear = createLinearRetryStrategy({ maxAttempts: 8, initialDelay: { seconds: 2 }, increment: { seconds: 3 } });

export const handler = withDurableExecution(async (event: { a: number; b: number }, context: DurableContext) => {
  try {
    return await context.promise.all("both", [
      context.step("a", async () => event.a, { retryStrategy: exponential }),
      context.step("b", async () => event.b, { retryStrategy: linear }),
    ]);
  } catch (error) {
    if (error instanceof PromiseCombinatorError) return [];
    throw error;
  }
});
