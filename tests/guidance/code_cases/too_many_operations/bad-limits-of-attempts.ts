import {
  createLinearRetryStrategy,
  createRetryStrategy,
  createWaitStrategy,
  withDurableExecution,
  withRetry,
  type DurableContext,
} from "@aws/durable-execution-sdk-js";
import { buoy, calm, read } from "./weather.js";

const MOST = 10_000;
const linear = createLinearRetryStrategy({
  initialDelay: { seconds: 1 },
  maxAttempts: MOST, // finds DF025
});

export const handler = withDurableExecution(async (event: { id: string }, context: DurableContext) => {
  await context.step("buoy", async () => buoy(event.id), {
    retryStrategy: createRetryStrategy({
      maxAttempts: 3001, // finds DF025
      initialDelay: { seconds: 1 },
    }),
  });
  await context.step("read", async () => read(event.id), { retryStrategy: linear });
  return context.waitForCondition("calm", async () => ({ calm: await calm(event.id) }), {
    initialState: { calm: false },
    waitStrategy: createWaitStrategy({
      shouldContinuePolling: (state: { calm: boolean }) => !state.calm,
      maxAttempts: 5_000, // finds DF025
      initialDelay: { seconds: 30 },
    }),
  });
});

export const second = withDurableExecution(async (event: { id: string }, context: DurableContext) =>
  withRetry(context, "tide", async (child) => child.step("tide", async () => read(event.id)), {
    retryStrategy: createRetryStrategy({ maxAttempts: 4 * 1000 }), // finds DF025
  }),
);
