import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { orderId: string }, context: DurableContext) => {
  const total = await context.step("total", async () => event.orderId.length * 10);
  context.step("archive", async () => `${event.orderId}:archived`); // finds DF007
  context.wait("grace", { minutes: 10 }); // finds DF007
  return { total };
});
