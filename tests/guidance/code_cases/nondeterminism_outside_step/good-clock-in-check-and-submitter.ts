import {
  createWaitStrategy,
  defaultSerdes,
  withDurableExecution,
  type DurableContext,
} from "@aws/durable-execution-sdk-js";

import { readStatus, openTicket } from "./desk.js";

export const handler = withDurableExecution(async (event: { jobId: string }, context: DurableContext) => {
  const job = await context.waitForCondition(
    "job-done",
    async (state: { status: string; seenAt: number }) => ({
      status: await readStatus(event.jobId),
      seenAt: Date.now(),
    }),
    {
      initialState: { status: "queued", seenAt: 0 },
      waitStrategy: createWaitStrategy<{ status: string; seenAt: number }>({
        shouldContinuePolling: (s) => s.status !== "done",
        maxAttempts: 40,
      }),
    },
  );
  const verdict = await context.waitForCallback<{ accepted: boolean }>(
    "review",
    async (callbackId, ctx) => {
      const openedAt = new Date().toISOString();
      ctx.logger.info("ticket opened", { openedAt, salt: Math.random() });
      await openTicket(event.jobId, callbackId, openedAt);
    },
    { timeout: { hours: 8 }, serdes: defaultSerdes },
  );
  return { seenAt: job.seenAt, accepted: verdict.accepted };
});
