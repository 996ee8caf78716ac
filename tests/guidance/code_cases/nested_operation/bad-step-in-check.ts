import { createWaitStrategy, withDurableExecution as durable, type DurableContext } from "@aws/durable-execution-sdk-js";

type Build = { id: string; state: string };

declare function buildState(id: string): Promise<string>;

export const handler = durable(async (event: { id: string }, dctx: DurableContext) => {
  const finished = await dctx.waitForCondition<Build>(
    "build-finished",
    async (build) => {
      const state = await dctx.step("read-state", async () => buildState(build.id)); // finds DF004
      return { ...build, state };
    },
    {
      initialState: { id: event.id, state: "RUNNING" },
      waitStrategy: createWaitStrategy<Build>({
        shouldContinuePolling: (b) => b.state === "RUNNING",
        maxAttempts: 60,
      }),
    },
  );
  return finished.state;
});
