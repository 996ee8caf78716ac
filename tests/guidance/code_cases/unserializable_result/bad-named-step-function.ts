import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

type Window = { from: string; to: string };

export const handler = withDurableExecution(async (event: { windows: Window[] }, context: DurableContext) => {
  const earliest = async (): Promise<Date> => {
    const times = event.windows.map((w) => Date.parse(w.from));
    return new Date(Math.min(...times)); // finds DF022
  };

  const start = await context.step("earliest", earliest);
  const index = await context.step("index", async () => {
    return new Map(event.windows.map((w) => [w.from, w.to])); // finds DF022
  });
  return { start: start.toISOString(), last: index.get("last") ?? null };
});
