import * as timers from "timers/promises";
import { withDurableExecution as wrap, type DurableContext as Context } from "@aws/durable-execution-sdk-js";

function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms); // finds DF009
}

export const handler = wrap(async (event: { meter: string }, ctx: Context): Promise<number> => {
  const before = await ctx.step("before", async () => event.meter.length);
  block(2_000);
  const after = await ctx.step("after", async () => event.meter.length * 2);
  await timers.setTimeout(1_000); // finds DF009
  return after - before;
});
