import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

interface Lease {
  id: string;
  months: number;
}

export const handler = withDurableExecution(async (lease: Lease, context: DurableContext) => {
  const started = await context.step("start", async () => new Date()); // finds DF022
  await context.wait("term", { days: 30 * lease.months });
  const ended = await context.runInChildContext("end", async (child) => {
    const millis = await child.step("now", async () => Date.now());
    return new Date(millis); // finds DF022
  });
  return { days: (ended.getTime() - started.getTime()) / 86_400_000 };
});
