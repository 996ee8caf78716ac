import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { words: string[] }, context: DurableContext) => {
  const counts = await context.step("count", async () => {
    const byWord = new Map<string, number>();
    for (const word of event.words) byWord.set(word, (byWord.get(word) ?? 0) + 1);
    return byWord; // finds DF022
  });
  const unique = await context.step("unique", async () => new Set(event.words)); // finds DF022
  return { the: counts.get("the") ?? 0, unique: unique.size };
});
