import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

async function drain(ctx: DurableContext, host: string): Promise<string> {
  await ctx.wait("drain", { minutes: 2 });
  return ctx.step("stop", async () => `${host}:stopped`);
}

export const handler = withDurableExecution(async (event: { hosts: string[] }, context: DurableContext) => {
  const stopped: string[] = [];
  for (const host of event.hosts) {
    const state = await context.runInChildContext(`restart-${host}`, async (child) => {
      const before = await child.step("inspect", async (step) => {
        step.logger.info("inspecting", { host, attempt: step.attempt });
        return host.length;
      });
      const after = await drain(child, host);
      return `${before}/${after}`;
    });
    stopped.push(state);
  }
  return stopped;
});
