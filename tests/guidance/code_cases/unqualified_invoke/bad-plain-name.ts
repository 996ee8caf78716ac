import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { orderId: string }, context: DurableContext) => {
  const label = await context.invoke<{ orderId: string }, { url: string }>(
    "make-label",
    "label-service", // finds DF018
    { orderId: event.orderId },
  );
  return label.url;
});
