import { withDurableExecution } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event, context) => {
  const left = await context.runInChildContext("left", async (ctx) => ctx.step("load-left", async () => event.left));
  const right = await context.runInChildContext("right", async (ctx) => {
    const raw = await ctx.step("load-right", async () => event.right);
    return ctx.runInChildContext("inner", async (inner) => inner.step("clean", async () => raw.trim()));
  });
  return context.step("merge", async () => `${left}|${right}`);
});
