import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { words: string[] }, context: DurableContext) => {
  const counts = await context.step("count", async () => {
    const byWord = new Map<string, number>();
    for (const word of event.words) byWord.set(word, (byWord.get(word) ?? 0) + 1);
    return Object.fromEntries(byWord);
  });
  const unique = await context.step("unique", async () => [...new Set(event.words)]);
  const started = await context.step("start", async () => new Date().toISOString());
  const exact = await context.step("exact", async () => (2n ** 64n).toString());
  return { counts, unique, started, exact };
});
