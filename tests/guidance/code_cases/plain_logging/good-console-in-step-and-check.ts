import { withDurableExecution, createWaitStrategy, type DurableContext } from "@aws/durable-execution-sdk-js";

console.log("cold start");

export const handler = withDurableExecution(async (event: { id: string }, context: DurableContext) => {
  const started = await context.step("start", async () => {
    console.log("starting", event.id);
    return event.id.length;
  });
  const state = await context.waitForCondition(
    "finished",
    async (n: number) => {
      console.debug("poll", n);
      return n + 1;
    },
    {
      initialState: started,
      waitStrategy: createWaitStrategy<number>({ shouldContinuePolling: (n) => n < 20, maxAttempts: 30 }),
    },
  );
  return state;
});
