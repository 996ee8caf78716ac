import { Logger } from "@aws-lambda-powertools/logger";
import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

const powertools = new Logger({ serviceName: "orders" });

export const handler = withDurableExecution(async (event: { id: string }, context: DurableContext) => {
  context.configureLogger({ customLogger: powertools, modeAware: true });
  context.logger.info("order", { id: event.id });
  const outcome = await context.step("book", async (step) => {
    step.logger.info("booking");
    powertools.debug("inside the step");
    return event.id.toUpperCase();
  });
  return outcome;
});
