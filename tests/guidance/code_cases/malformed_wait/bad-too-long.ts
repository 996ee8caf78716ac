import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

interface Subscription {
  id: string;
  renewals: number;
}

export const handler = withDurableExecution(async (subscription: Subscription, context: DurableContext) => {
  for (let year = 0; year < subscription.renewals; year++) {
    await context.wait(`term-${year}`, { // finds DF016
      days: 730,
    });
    await context.step(`renew-${year}`, async () => subscription.id);
  }
  await context.runInChildContext("close", async (child) => {
    await child.wait({ hours: 9_000 }); // finds DF016
    return child.step("close", async () => subscription.id);
  });
});
