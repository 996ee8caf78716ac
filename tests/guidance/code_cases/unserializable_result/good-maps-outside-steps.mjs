import { withDurableExecution } from "@aws/durable-execution-sdk-js";

const lookup = () => new Map([["a", 1]]);

export const handler = withDurableExecution(async (event, context) => {
  const rows = await context.step("rows", async () => event.text.split("\n").map((line) => ({ line, note: undefined })));
  const index = new Map(rows.map((row, i) => [row.line, i]));
  const seen = new Set(rows.map((row) => row.line));
  const first = await context.step("first", async () => {
    const weights = lookup();
    return rows.find((row) => weights.has(row.line)) ?? null;
  });
  return { first, size: index.size, seen: seen.size };
});
