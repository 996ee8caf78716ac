import { Logger } from "@aws-lambda-powertools/logger";
import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

const logger = new Logger({ serviceName: "returns" });

export const handler = withDurableExecution(async (event: { rma: string }, context: DurableContext) => {
  logger.appendKeys({ rma: event.rma });
  logger.info("return opened"); // finds DF011
  const label = await context.step("label", async () => {
    logger.debug("making label");
    return `L-${event.rma}`;
  });
  await context.wait("arrival", { days: 14 });
  logger.warn("parcel overdue", { label }); // finds DF011
  return label;
});
