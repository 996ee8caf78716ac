import { createRetryStrategy, createWaitStrategy, withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { levelOf } from "./tanks.js";

export const handler = withDurableExecution(async (event: { tank: string }, context: DurableContext) => {
  const level = await context.waitForCondition(
    "full",
    async (_: number) => levelOf(event.tank),
    {
      initialState: 0,
      waitStrategy: createWaitStrategy<number>({
        shouldContinuePolling: (n) => n < 0.5,
        initialDelay: { seconds: 30 },
        maxAttempts: 10,
      }),
    },
  );
  await context.step("close-valve", async () => level, {
    retryStrategy: createRetryStrategy({ maxAttempts: 2, initialDelay: { seconds: 1 } }),
  });
  await context.wait("rest", { minutes: 1, seconds: 0 });
  return level;
});
