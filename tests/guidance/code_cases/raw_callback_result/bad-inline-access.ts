import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { startTraining, startEvaluation } from "./ml.js";

interface Metrics {
  loss: number;
  epochs: number[];
}

export const handler = withDurableExecution(async (event: { model: string }, context: DurableContext) => {
  const metrics: Metrics = await context.waitForCallback(
    "training",
    async (callbackId, ctx) => {
      ctx.logger.info("training started");
      await startTraining(event.model, callbackId);
    },
    { timeout: { hours: 36 }, heartbeatTimeout: { minutes: 20 } },
  );
  const good = await context.step("judge", async () => metrics.loss < 0.2); // finds DF023
  if (!good) return { model: event.model, accepted: false };

  const evaluation = await context.waitForCallback<{ scores: number[] }>(
    "evaluation",
    async (callbackId) => {
      await startEvaluation(event.model, callbackId);
    },
    { timeout: { hours: 2 } },
  );
  let best = 0;
  for (const score of evaluation.scores) best = Math.max(best, score); // finds DF023
  return { model: event.model, accepted: best > 0.8 };
});
