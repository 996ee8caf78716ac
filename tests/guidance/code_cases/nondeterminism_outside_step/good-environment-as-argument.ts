import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

const STAGE = process.env.STAGE;

export const handler = withDurableExecution(async (event: { id: string }, context: DurableContext) => {
  const table = process.env.TABLE ?? "orders";
  const limit = Number(process.env.LIMIT || 20);
  const row = await context.step("load", async () => ({ table, limit, id: event.id }));
  const next = await context.invoke<object, { ok: boolean }>("next", process.env.NEXT_FUNCTION!, { row });
  if (STAGE === "test") context.logger.debug("loaded", { row });
  return next.ok;
});
