import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

const cache = new Map<string, Promise<number>>();

async function prefetch(key: string): Promise<number> {
  return key.length;
}

export const warm = async (event: { keys: string[] }) => {
  event.keys.forEach(async (key) => {
    cache.set(key, prefetch(key));
  });
  void prefetch("default");
};

export const handler = withDurableExecution(async (event: { key: string }, context: DurableContext) => {
  const size = await context.step("size", async (step) => {
    void step.logger.info("measuring");
    return prefetch(event.key);
  });
  return (await context.step("double", async () => size * 2)) + 1;
});
