import { withDurableExecution } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async ({ bids }, context) => {
  const best = await context.step("best", async () => {
    bids.sort((a, b) => b.price - a.price); // finds DF005
    return bids[0].bidder;
  });
  const sorted = await context.step("others", async () => [...bids].sort((a, b) => a.price - b.price).slice(1));
  const names = await context.step("names", async () => {
    const list = sorted.map((bid) => bid.bidder);
    list.reverse();
    return list;
  });
  return { best, names };
});
