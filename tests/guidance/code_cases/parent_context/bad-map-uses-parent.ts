import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { urls: string[] }, context: DurableContext) => {
  const pages = await context.map("pages", event.urls, async (ctx, url, index) => {
    const host = await ctx.step("host", async () => new URL(url).host);
    const size = await context.step(`size-${index}`, async () => url.length); // finds DF006
    return { host, size };
  });
  pages.throwIfError();
  return pages.getResults();
});
