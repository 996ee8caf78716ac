import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { pages: string[] }, context: DurableContext) => {
  const sizes: number[] = [];
  for (const [i, page] of event.pages.entries()) {
    sizes.push(await context.step(`page-${i}`, async () => page.length));
    await context.wait(`pace-${i}`, { seconds: 1 });
  }
  await context.wait("settle", { minutes: 10, seconds: 30 });
  return sizes;
});
