import { withDurableExecution, type DurableContext, type DurableLogger } from "@aws/durable-execution-sdk-js";

type Log = Pick<DurableLogger, "info" | "warn">;

function describe(log: Log, parts: string[]): string {
  if (parts.length === 0) log.warn("nothing to describe");
  log.info("describing", { parts: parts.length });
  return parts.join(" ");
}

export const handler = withDurableExecution(async (event: { parts: string[] }, ctx: DurableContext) => {
  const log = ctx.logger;
  const text = describe(log, event.parts);
  log.info("described");
  return ctx.runInChildContext("store", async (child) => {
    const inner = child.logger;
    inner.info("storing");
    return child.step("store", async () => text.length);
  });
});
