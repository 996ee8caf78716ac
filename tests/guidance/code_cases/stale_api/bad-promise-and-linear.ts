import { createLinearRetryStrategy, withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { a: number; b: number }, context: DurableContext) => {
  // @ts-ignore
  const linear = createLinearRetryStrategy(8, 2, 3); // finds DF021
  // @ts-ignore
  const values = await context.Promise.all("both", [ // finds DF021
    context.step("a", async () => event.a),
    context.step("b", async () => event.b, { retryStrategy: linear }),
  ]);
  return values;
});
