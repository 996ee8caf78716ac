import { withDurableExecution } from "@aws/durable-execution-sdk-js";
import { loadCustomer, scoreOf } from "./customers.mjs";

export const handler = withDurableExecution(async (event, context) => {
  const customer = await context.step("load-customer", loadCustomer(event.customerId)); // finds DF015
  const score = await context.step("score", async () => scoreOf(customer));
  return { score };
});
