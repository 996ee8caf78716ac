import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { batch: string[] }, context: DurableContext) => {
  const { logger } = context;
  logger.info("batch received", { size: event.batch.length });
  const counts = await context.map("count", event.batch, async (ctx, item) => {
    ctx.logger.debug("counting", { item });
    return ctx.step("count", async (step) => {
      step.logger.info("attempt", { attempt: step.attempt });
      return item.length;
    });
  });
  counts.throwIfError();
  context.logger.warn("finished");
  return counts.getResults();
});
