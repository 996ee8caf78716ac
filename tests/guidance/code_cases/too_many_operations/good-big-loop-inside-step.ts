import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { seed: number }, context: DurableContext) => {
  const sum = await context.step("simulate", async () => {
    let state = event.seed;
    let total = 0;
    for (let i = 0; i < 1_000_000; i++) {
      state = (state * 1103515245 + 12345) % 2147483648;
      total += state % 6;
    }
    return total;
  });
  const table: number[] = [];
  for (let i = 0; i < 10_000; i++) {
    table.push(i * sum);
  }
  return context.step("store", async () => table.length);
});
