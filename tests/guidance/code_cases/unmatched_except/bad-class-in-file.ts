import { withDurableExecution, StepError, type DurableContext } from "@aws/durable-execution-sdk-js";

class RateLimited extends Error {
  constructor(readonly seconds: number) {
    super("rate limited");
  }
}

async function query(term: string): Promise<string[]> {
  const response = await fetch(`https://search.example.com/?q=${term}`);
  if (response.status === 429) throw new RateLimited(30);
  return (await response.json()) as string[];
}

export const handler = withDurableExecution(async (event: { term: string }, context: DurableContext) => {
  try {
    return await context.step("query", async () => query(event.term));
  } catch (e) {
    if (e instanceof RateLimited) { // finds DF020
      await context.wait("back-off", { seconds: e.seconds });
    } else if (e instanceof StepError) {
      context.logger.warn("query failed", { why: e.message });
    } else {
      throw e;
    }
  }
  return context.step("query-again", async () => query(event.term));
});
