import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { route: string }, context: DurableContext) => {
  const winner = await context.promise.race("quotes", [
    context.step("carrier-a", async () => `a:${event.route}`),
    context.step("carrier-b", async () => `b:${event.route}`),
  ]);
  const settled = await context.promise.allSettled("documents", [
    context.step("label", async () => `label:${winner}`),
    context.step("customs", async () => `form:${winner}`),
  ]);
  return { winner, documents: settled.filter((s) => s.status === "fulfilled").length };
});
