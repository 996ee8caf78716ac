import { withDurableExecution as wrap } from "@aws/durable-execution-sdk-js";
import { invite } from "./calendar.mjs";

export const handler = wrap(async (event, context) => {
  const replies = await context.map("guests", event.guests, async (ctx, guest) => {
    const reply = await ctx.waitForCallback("reply", (id) => invite(guest, id), { timeout: { days: 2 } });
    return { guest, coming: reply?.coming ?? false }; // finds DF023
  });
  replies.throwIfError();
  return replies.getResults().filter((r) => r.coming).length;
});
