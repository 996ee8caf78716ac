import { withDurableExecution } from "@aws/durable-execution-sdk-js";

const fanOut = async (ctx, targets) => {
  const hits = await ctx.map("targets", targets, async (c, target) => c.step("hit", async () => target.url.length)); // finds DF012
  return { total: hits.totalCount, best: Math.max(...hits.getResults()) };
};

export const handler = withDurableExecution(async (event, context) => {
  const first = await fanOut(context, event.targets);
  await context.wait("gap", { minutes: 2 });
  await context.map("invalidate", event.targets, async (c, target) => c.step("invalidate", async () => target.id)); // finds DF012
  return first;
});
