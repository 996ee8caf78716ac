import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

class Rejected extends Error {}

export const handler = withDurableExecution(async (event: { score: number }, context: DurableContext) => {
  try {
    const score = await context.step("score", async () => event.score * 2);
    if (score < 10) throw new Rejected(`score ${score}`);
    await context.wait("hold", { minutes: 30 });
    return { accepted: true };
  } catch (error) {
    if (error instanceof Rejected) return { accepted: false };
    throw error;
  }
});
