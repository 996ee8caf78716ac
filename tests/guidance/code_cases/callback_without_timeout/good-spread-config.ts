import { defaultSerdes, withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { queueReview } from "./reviews.js";

const base = { timeout: { hours: 12 }, serdes: defaultSerdes };

type Review = { stars: number };

export const handler = withDurableExecution(async (event: { product: string; hours?: number }, ctx: DurableContext) => {
  const quick = await ctx.waitForCallback<Review>(
    "quick",
    async (callbackId) => {
      await queueReview(event.product, callbackId);
    },
    { ...base, heartbeatTimeout: { minutes: 30 } },
  );
  const long = await ctx.waitForCallback<Review>(
    "long",
    async (callbackId) => {
      await queueReview(event.product, callbackId);
    },
    { timeout: { hours: event.hours ?? 48 }, serdes: defaultSerdes },
  );
  return quick.stars + long.stars;
});
