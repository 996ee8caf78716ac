import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { stateOf } from "./jobs.js";

const MAX_POLLS = 100;

export const handler = withDurableExecution(async (event: { job: string }, context: DurableContext) => {
  let state = "new";
  let polls = 0;
  while (state !== "done" && polls < MAX_POLLS) {
    polls += 1;
    state = await context.step(`poll-${polls}`, async () => stateOf(event.job) as string);
    if (state !== "done") await context.wait(`pause-${polls}`, { minutes: 1 });
  }
  const ticks = Array.from({ length: 5000 }, (_, i) => i * polls);
  return context.step("summary", async () => ticks.length);
});
