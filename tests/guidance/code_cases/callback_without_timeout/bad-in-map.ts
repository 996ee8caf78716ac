import { withDurableExecution as durable, type DurableContext } from "@aws/durable-execution-sdk-js";
import { assign } from "./annotators.js";

interface Picture {
  key: string;
  labels: string[];
}

async function annotate(ctx: DurableContext, picture: Picture): Promise<string> {
  const submit = async (callbackId: string) => {
    await assign(picture.key, picture.labels, callbackId);
  };
  return ctx.waitForCallback("annotation", submit, {}); // finds DF017
}

export const handler = durable(async (event: { pictures: Picture[] }, context: DurableContext) => {
  const annotated = await context.map("pictures", event.pictures, async (ctx, picture) => annotate(ctx, picture), {
    completionConfig: { toleratedFailurePercentage: 10 },
  });
  if (annotated.hasFailure) context.logger.warn("some pictures failed", { failed: annotated.failureCount });
  return annotated.getResults();
});
