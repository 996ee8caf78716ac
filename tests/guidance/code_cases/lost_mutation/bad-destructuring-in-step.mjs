import { withDurableExecution, defaultSerdes } from "@aws/durable-execution-sdk-js";
import { readProfile, openCase } from "./crm.mjs";

export const handler = withDurableExecution(async (event, context) => {
  let name, tier;
  let caseId = null;

  await context.step("profile", async () => {
    ({ name, tier } = await readProfile(event.customer)); // finds DF005
  });

  const outcome = await context.waitForCallback(
    "case-closed",
    async (callbackId) => {
      caseId = await openCase(event.customer, callbackId); // finds DF005
    },
    { timeout: { days: 5 }, serdes: defaultSerdes },
  );

  return { name, tier, caseId, outcome };
});
