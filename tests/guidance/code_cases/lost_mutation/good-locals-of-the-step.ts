import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(
  async (event: { words: string[]; stop: string[] }, context: DurableContext) => {
    const counts = await context.step("count", async () => {
      const stop = new Set(event.stop);
      const byWord: Record<string, number> = {};
      let skipped = 0;
      for (const word of event.words) {
        if (stop.has(word)) {
          skipped++;
          continue;
        }
        byWord[word] = (byWord[word] ?? 0) + 1;
      }
      stop.clear();
      const ranked = Object.entries(byWord);
      ranked.sort((a, b) => b[1] - a[1]);
      return { top: ranked.slice(0, 10), skipped };
    });
    return counts;
  },
);
