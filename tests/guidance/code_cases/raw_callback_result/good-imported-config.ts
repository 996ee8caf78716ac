import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { trainingConfig } from "./config.js";
import { startTraining } from "./ml.js";

export const handler = withDurableExecution(async (event: { model: string }, context: DurableContext) => {
  const metrics = await context.waitForCallback<{ loss: number }>(
    "training",
    async (callbackId) => {
      await startTraining(event.model, callbackId);
    },
    trainingConfig,
  );
  const [pending, callbackId] = await context.createCallback<string>("review", { timeout: { days: 1 } });
  await context.step("open-review", async () => startTraining(event.model, callbackId));
  const verdict = await pending;
  return { loss: metrics.loss, verdict, accepted: verdict === "accept" };
});
