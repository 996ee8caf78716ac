import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

const SHIPPING = process.env.SHIPPING_FUNCTION ?? "shipping:live";

export const handler = withDurableExecution(
  async (event: { orderId: string; target: string }, context: DurableContext) => {
    const shipped = await context.invoke("ship", SHIPPING, { orderId: event.orderId });
    const audited = await context.invoke("audit", process.env.AUDIT_FUNCTION_ARN!, { orderId: event.orderId });
    const custom = await context.invoke("custom", event.target, { orderId: event.orderId });
    return { shipped, audited, custom };
  },
);
