import * as durable from "@aws/durable-execution-sdk-js";

const COOL_DOWN_MS = 60 * 1000;

const run = async (event, ctx) => {
  const before = await ctx.step("before", async () => event.level);
  await ctx.wait("cool-down", COOL_DOWN_MS); // finds DF016
  const after = await ctx.step("after", async () => event.level / 2);
  return before - after;
};

export const handler = durable.withDurableExecution(run);
