import { withDurableExecution } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event, context) => {
  const running = event.hosts.map(async (host) => {
    const old = await context.step(`inspect-${host}`, async () => host.length); // finds DF007
    return old + 1;
  });
  context.logger.info("patching", { hosts: running.length });
  await context.wait("window", { hours: 2 });
  return "patched";
});
