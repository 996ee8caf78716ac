import { withDurableExecution } from "@aws/durable-execution-sdk-js";
import { setTimeout as sleep } from "node:timers/promises";

export const handler = withDurableExecution(async (event, context) => {
  const final = await context.waitForCondition(
    "stable",
    async (seen) => {
      const one = await (await fetch(event.url)).text();
      await sleep(250);
      const two = await (await fetch(event.url)).text();
      return { ...seen, stable: one === two };
    },
    {
      initialState: { stable: false },
      waitStrategy: (s, attempt) =>
        s.stable || attempt > 20 ? { shouldContinue: false } : { shouldContinue: true, delay: { seconds: 30 } },
    },
  );
  return final.stable;
});
