import { createRetryStrategy, createWaitStrategy, withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { Client, buoy, calm } from "./weather.js";

const client = new Client({ maxAttempts: 10_000 });

export const handler = withDurableExecution(
  async (event: { id: string; attempts: number }, context: DurableContext) => {
    const own = createRetryStrategy({ maxAttempts: event.attempts });
    await context.step("buoy", async () => buoy(client, { maxAttempts: 9_000 }), {
      retryStrategy: createRetryStrategy({ maxAttempts: 3000, initialDelay: { minutes: 4 } }),
    });
    await context.step("second-buoy", async () => buoy(client), { retryStrategy: own });
    return context.waitForCondition("calm", async () => ({ calm: await calm(event.id) }), {
      initialState: { calm: false },
      waitStrategy: createWaitStrategy({
        shouldContinuePolling: (state: { calm: boolean }) => !state.calm,
        maxAttempts: 200,
        initialDelay: { minutes: 30 },
      }),
    });
  },
);
