import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

const sleep = (ms: number): Promise<void> =>
  new Promise((done) => {
    setTimeout(done, ms); // finds DF009
  });

export const handler = withDurableExecution(async (event: { pages: string[] }, context: DurableContext) => {
  const sizes: number[] = [];
  for (const [i, page] of event.pages.entries()) {
    sizes.push(await context.step(`page-${i}`, async () => page.length));
    await sleep(500);
  }
  return sizes;
});
