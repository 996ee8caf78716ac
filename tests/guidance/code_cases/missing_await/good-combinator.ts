import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { city: string }, context: DurableContext) => {
  const weather = context.step("weather", async () => `${event.city}:sun`);
  const traffic = context.step("traffic", async () => `${event.city}:calm`);
  const [sky, roads] = await context.promise.all("outlook", [weather, traffic]);
  const jobs = ["a", "b"].map((name) => context.step(`job-${name}`, async () => name));
  const names = await context.promise.all(jobs);
  return { sky, roads, names };
});
