import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

async function blink(ctx: DurableContext, lamp: string): Promise<string> {
  await ctx.step("on", async () => lamp);
  await ctx.wait("on-time", { hours: 0, minutes: 0, seconds: 0 }); // finds DF016
  return ctx.step("off", async () => lamp);
}

export const handler = withDurableExecution(async (event: { lamps: string[] }, context: DurableContext) => {
  const lamps = await context.map("lamps", event.lamps, async (ctx, lamp) => blink(ctx, lamp));
  lamps.throwIfError();
  const scenes = await context.parallel("scenes", [
    async (ctx: DurableContext) => {
      await ctx.wait("sunset", { days: 366, seconds: 1 }); // finds DF016
      return ctx.step("evening", async () => "warm");
    },
  ]);
  scenes.throwIfError();
  return scenes.getResults();
});
