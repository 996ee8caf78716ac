import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

declare function ask(id: string): Promise<void>;

export const handler = withDurableExecution(async (_event: object, context: DurableContext) => {
  const config = { timeout: { hours: 8 } };
  const answer = await context.waitForCallback<string>("approval", async (id) => ask(id), config).then(JSON.parse);
  const by = await context.waitForCallback<string>("name", async (id) => ask(id), config).then((text) => text.trim());
  const { at } = await context.waitForCallback<string>("date", async (id) => ask(id), config).then((text) => JSON.parse(text));
  return { approved: answer.approved, by, at };
});
