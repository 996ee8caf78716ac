import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

async function lengthOf(url: string): Promise<number> {
  const response = await fetch(url);
  return (await response.text()).length;
}

export const handler = withDurableExecution(async (event: { urls: string[] }, context: DurableContext) => {
  const sizes = await context.step("sizes", async () => Promise.all(event.urls.map(lengthOf)));
  const fastest = await context.step("fastest", async () => {
    const first = await Promise.any(event.urls.map(async (url) => ({ url, size: await lengthOf(url) })));
    return first.url;
  });
  return { bytes: sizes.reduce((a, b) => a + b, 0), fastest };
});
