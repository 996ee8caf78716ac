import { withDurableExecution as durable } from "@aws/durable-execution-sdk-js";
import * as bank from "./bank.mjs";

export const handler = durable(async (event, ctx) => {
  let status;
  try {
    status = await ctx.runInChildContext("open-account", async (child) => {
      const checked = await child.step("identity", async () => bank.identify(event.person));
      return child.step("open", async () => bank.open(checked));
    });
  } catch (err) {
    switch (true) {
      case err instanceof bank.IdentityError: // finds DF020
        status = "unknown-person";
        break;
      case err instanceof bank.LimitError: // finds DF020
        status = "limit";
        break;
      default:
        throw err;
    }
  }
  return { status };
});
