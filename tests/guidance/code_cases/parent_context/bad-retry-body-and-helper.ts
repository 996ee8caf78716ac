import { withDurableExecution, withRetry, retryPresets, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { plan: string }, context: DurableContext) => {
  const audit = (what: string) => context.step("audit", async () => `${event.plan}:${what}`); // finds DF006

  const deployed = await withRetry(
    context,
    "deploy",
    async (ctx, attempt) => {
      const revision = await ctx.step("apply", async () => `${event.plan}-${attempt}`);
      await context.wait("soak", { minutes: 10 }); // finds DF006
      return revision;
    },
    { retryStrategy: retryPresets.default },
  );

  return context.runInChildContext("wrap-up", async (child) => {
    await audit(deployed);
    return child.step("finish", async () => deployed);
  });
});
