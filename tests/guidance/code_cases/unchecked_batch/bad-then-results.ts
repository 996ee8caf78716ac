import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { pages: string[] }, context: DurableContext) => {
  const words = await context // finds DF012
    .map("count", event.pages, async (ctx, page, index) => ctx.step(`count-${index}`, async () => page.split(" ").length))
    .then((batch) => batch.getResults());
  await context.parallel([async (ctx) => ctx.step("index", async () => words.length)]).then(() => undefined); // finds DF012
  return words;
});
