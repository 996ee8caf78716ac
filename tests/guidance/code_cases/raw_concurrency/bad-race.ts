import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { route: string }, context: DurableContext) => {
  const winner = await Promise.race([ // finds DF008
    context.step("carrier-a", async () => `a:${event.route}`),
    context.step("carrier-b", async () => `b:${event.route}`),
  ]);
  await context.wait("pick-up", { hours: 1 });
  return { winner };
});
