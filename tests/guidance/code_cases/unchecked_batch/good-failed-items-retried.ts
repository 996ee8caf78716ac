import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

interface Row {
  id: number;
  value: string;
}

export const handler = withDurableExecution(async (event: { rows: Row[] }, context: DurableContext) => {
  const first = await context.map(
    "load",
    event.rows,
    async (ctx, row) => ctx.step("load", async () => row.value.trim()),
    { completionConfig: { toleratedFailurePercentage: 100 } },
  );
  const leftovers = first.failed().map((item) => event.rows[item.index]);
  const second = await context.map("reload", leftovers, async (ctx, row) =>
    ctx.step("reload", async () => row.value.trim()),
  );
  if (second.status === "FAILED") throw new Error(`${second.totalCount} rows could not be loaded`);
  return [...first.getResults(), ...second.getResults()];
});
