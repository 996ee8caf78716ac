import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

const policy = {
  sleep: (hours: number) => ({ hours }),
  delay: (attempt: number) => ({ seconds: attempt * 10 }),
};

function setTimeoutFor(tier: string): number {
  return tier === "gold" ? 5 : 10;
}

export const handler = withDurableExecution(async (event: { tier: string }, context: DurableContext) => {
  const minutes = setTimeoutFor(event.tier);
  await context.wait("night", policy.sleep(8));
  await context.wait("back-off", policy.delay(2));
  return context.step("wake", async () => minutes);
});
