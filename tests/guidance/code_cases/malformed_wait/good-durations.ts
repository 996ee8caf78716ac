import { withDurableExecution, type DurableContext, type Duration } from "@aws/durable-execution-sdk-js";

const GRACE: Duration = { days: 2, hours: 12 };

export const handler = withDurableExecution(async (event: { minutes: number }, context: DurableContext) => {
  await context.wait({ seconds: 1 });
  await context.wait("grace", GRACE);
  await context.wait("chosen", { minutes: event.minutes });
  await context.wait("longest", { days: 366 });
  await context.wait("mixed", { hours: 0, minutes: 0, seconds: 45 });
  return context.step("done", async () => event.minutes);
});
