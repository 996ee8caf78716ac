import { withDurableExecution as wrap } from "@aws/durable-execution-sdk-js";

export const handler = wrap(async (event, ctx) => {
  let beat = 0;
  while (true) { // finds DF025
    beat += 1;
    await ctx.step(`beat-${beat}`, async () => event.device);
    await ctx.wait(`gap-${beat}`, { minutes: 5 });
  }
});
