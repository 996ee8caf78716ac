import { withDurableExecution as durable, type DurableContext } from "@aws/durable-execution-sdk-js";
import { log, Timeline } from "./log.js";

export const handler = durable(async (event: { tenant: string }, context: DurableContext) => {
  const timeline = new Timeline();
  timeline.mark("begin");
  await context.step("create", async () => {
    log("creating tenant", event.tenant);
    return event.tenant;
  });
  await context.wait("dns", { minutes: 30 });
  return timeline.marks();
});
