import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

const LABELS = "label-service:live";
const DEPTH = "arn:aws:lambda:eu-west-1:111122223333:function:depth-map:7";

export const handler = withDurableExecution(async (event: { orderId: string }, context: DurableContext) => {
  const label = await context.invoke<unknown, string>("make-label", LABELS, { orderId: event.orderId });
  const depth = await context.invoke<unknown, number>("depth", DEPTH, { label });
  const pose = await context.invoke<unknown, number>("111122223333:function:pose:prod", { depth });
  return { label, depth, pose };
});
