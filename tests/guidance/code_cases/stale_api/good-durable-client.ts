import { LambdaClient } from "@aws-sdk/client-lambda";
import {
  CallbackError,
  StepError,
  withDurableExecution,
  type DurableContext,
  type DurableExecutionClient,
} from "@aws/durable-execution-sdk-js";
import { makeClient, openTask } from "./client.js";

const durableExecutionClient: DurableExecutionClient = makeClient(new LambdaClient({ maxAttempts: 5 }));

export const handler = withDurableExecution(
  async (event: { task: string }, context: DurableContext) => {
    try {
      const size = await context.step("size", async () => event.task.length);
      const answer = await context.waitForCallback(
        "task",
        async (callbackId) => {
          await openTask(event.task, callbackId);
        },
        { timeout: { hours: 4 } },
      );
      return { size, answer };
    } catch (error) {
      if (error instanceof CallbackError) return { answer: "none" };
      if (error instanceof StepError) return { answer: error.errorType };
      throw error;
    }
  },
  { durableExecutionClient },
);
