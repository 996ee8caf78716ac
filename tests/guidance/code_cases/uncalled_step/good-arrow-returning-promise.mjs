import { withDurableExecution } from "@aws/durable-execution-sdk-js";
import * as customers from "./customers.mjs";

const steps = {
  ping: async () => "pong",
};

export const handler = withDurableExecution(async (event, context) => {
  const customer = await context.step("load", () => customers.load(event.id));
  const pong = await context.step("ping", steps.ping);
  const saved = await context.step("save", async (step) => {
    step.logger.info("saving");
    return customers.save({ ...customer, pong });
  });
  return saved;
});
