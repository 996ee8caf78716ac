import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { openForm } from "./forms.js";

type Answer = { choice: string; remarks?: string };

export const handler = withDurableExecution(async (event: { form: string }, context: DurableContext) => {
  const [pending, callbackId] = await context.createCallback<Answer>("form", { timeout: { days: 3 } });
  await context.step("open-form", async () => openForm(event.form, callbackId));
  const answer = await pending;
  const choice = answer["choice"]; // finds DF023
  return { choice };
});
