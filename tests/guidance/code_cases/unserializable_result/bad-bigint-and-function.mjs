import { withDurableExecution as durable } from "@aws/durable-execution-sdk-js";

const ledgerTotal = async (event, ctx) => {
  const total = await ctx.step("total", async () => {
    let sum = 0n;
    for (const entry of event.entries) sum += BigInt(entry.wei);
    return sum; // finds DF022
  });
  const format = await ctx.step("formatter", async () => (value) => `${value} wei`); // finds DF022
  return format(total);
};

export const handler = durable(ledgerTotal);
