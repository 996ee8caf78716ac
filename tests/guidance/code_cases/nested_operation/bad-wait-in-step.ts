import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { host: string }, context: DurableContext) => {
  const status = await context.step("restart-host", async () => {
    const first = event.host.startsWith("db") ? "draining" : "stopping";
    await context.wait("drain", { minutes: 2 }); // finds DF004
    return `${first}->restarted`;
  });
  return { host: event.host, status };
});
