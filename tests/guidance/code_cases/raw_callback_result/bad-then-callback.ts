import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

declare function ask(id: string): Promise<void>;

export const handler = withDurableExecution(async (_event: object, context: DurableContext) => {
  const approved = await context
    .waitForCallback<{ approved: boolean }>("approval", async (id) => ask(id), { timeout: { hours: 8 } })
    .then((answer) => answer.approved); // finds DF023
  const [promise, callbackId] = await context.createCallback<{ by: string }>("signature", { timeout: { days: 1 } });
  await context.step("request", async () => ask(callbackId));
  const by = await promise.then(({ by }) => by); // finds DF023
  return { approved, by };
});
