import { StepSemantics, retryPresets, withDurableExecution, type DurableContext, type StepConfig } from "@aws/durable-execution-sdk-js";
import { gateway } from "./gateway.js";

const once: StepConfig<string> = {
  semantics: StepSemantics.AtMostOncePerRetry,
  retryStrategy: retryPresets.noRetry,
};

export const handler = withDurableExecution(async (order: { id: string; cents: number }, context: DurableContext) => {
  const receipt = await context.step("charge-card", async () => gateway.charge(order.id, order.cents) as string, once);
  await context.step("send-receipt-email", async () => gateway.mail(order.id, receipt), {
    retryStrategy: retryPresets.noRetry,
  });
  return { receipt };
});
