import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

const PAGES = 5_000;

export const handler = withDurableExecution(async (event: { site: string }, context: DurableContext) => {
  let size = 0;
  for (let page = 0; page < PAGES; page++) { // finds DF025
    size += await context.step(`page-${page}`, async () => `${event.site}/${page}`.length);
  }
  return size;
});
