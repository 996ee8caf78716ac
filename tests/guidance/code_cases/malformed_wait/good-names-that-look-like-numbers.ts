import { withDurableExecution, type DurableContext, type Duration } from "@aws/durable-execution-sdk-js";

const DELAYS: Record<"short" | "long", Duration> = {
  short: { seconds: 10 },
  long: { hours: 10 },
};

export const handler = withDurableExecution(async (event: { mode: "short" | "long" }, context: DurableContext) => {
  await context.wait("10", DELAYS[event.mode]);
  await context.wait(event.mode, { seconds: 5 });
  const seconds = await context.step("seconds", async () => 12);
  await context.wait("dynamic", { seconds });
  return seconds;
});
