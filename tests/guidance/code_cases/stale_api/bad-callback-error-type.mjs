import * as sdk from "@aws/durable-execution-sdk-js";
import { openTask } from "./tasks.mjs";

export const handler = sdk.withDurableExecution(async (event, context) => {
  try {
    const answer = await context.waitForCallback("task", async (id) => openTask(event.task, id), {
      timeout: { hours: 4 },
    });
    return { answer };
  } catch (error) {
    if (error.errorType === "CallbackError") { // finds DF021
      return { answer: "none" };
    }
    throw error;
  }
});
