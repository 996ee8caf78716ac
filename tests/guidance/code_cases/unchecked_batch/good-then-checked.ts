import { withDurableExecution, type BatchResult, type DurableContext } from "@aws/durable-execution-sdk-js";

function collect<T>(batch: BatchResult<T>): T[] {
  batch.throwIfError();
  return batch.getResults();
}

export const handler = withDurableExecution(async (event: { pages: string[] }, context: DurableContext) => {
  const words = await context
    .map("count", event.pages, async (ctx, page, index) => ctx.step(`count-${index}`, async () => page.split(" ").length))
    .then((batch) => {
      batch.throwIfError();
      return batch.getResults();
    });
  const lines = await context
    .map("lines", event.pages, async (ctx, page, index) => ctx.step(`lines-${index}`, async () => page.split("\n").length))
    .then(collect);
  const whole = await context.parallel([async (ctx) => ctx.step("index", async () => words.length)]).then((batch) => batch);
  return { words, lines, failed: whole.failureCount };
});
