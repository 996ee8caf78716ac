import * as durable from "@aws/durable-execution-sdk-js";
import { jobState } from "./jobs.js";

let lastState = "none";
const history: string[] = [];

async function track(event: { job: string }, context: durable.DurableContext) {
  let polls = 0;
  const state = await context.waitForCondition(
    "job",
    async (_previous: string) => {
      polls++; // finds DF005
      return jobState(event.job);
    },
    {
      initialState: "new",
      waitStrategy: (current, attempt) =>
        current === "done" || attempt >= 30 ? { shouldContinue: false } : { shouldContinue: true, delay: { minutes: 2 } },
    },
  );
  await context.step("remember", async () => {
    lastState = state; // finds DF005
    history.unshift(state); // finds DF005
    return history.length;
  });
  return { polls, lastState };
}

export const handler = durable.withDurableExecution(track);
