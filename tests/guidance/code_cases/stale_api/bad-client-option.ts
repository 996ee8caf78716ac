import { LambdaClient } from "@aws-sdk/client-lambda";
import { StepError, withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

async function compare(event: { left: string; right: string }, context: DurableContext) {
  try {
    const [left, right] = await context.promise.all("sides", [
      context.step("left", async () => event.left.length),
      context.step("right", async () => event.right.length),
    ]);
    return left - right;
  } catch (error) {
    if (error instanceof StepError) return null; // finds DF021
    throw error;
  }
}

export const handler = withDurableExecution(compare, {
  client: new LambdaClient({ maxAttempts: 5 }), // finds DF021
});
