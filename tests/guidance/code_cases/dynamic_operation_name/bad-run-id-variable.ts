import { withDurableExecution as wrap, type DurableContext } from "@aws/durable-execution-sdk-js";
import { v4 } from "uuid";

type Page = { url: string };

export const handler = wrap(async (event: { pages: Page[] }, ctx: DurableContext) => {
  const runId = v4().slice(0, 8); // finds DF001
  const prefix = "crawl-" + runId;
  const found: number[] = [];
  for (const [position, page] of event.pages.entries()) {
    const links = await ctx.step(
      `${prefix}-${position}`, // finds DF003
      async () => page.url.length,
    );
    found.push(links);
  }
  await ctx.wait("polite-pause", { minutes: 1 });
  return found;
});
