import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

type Thunk = () => Promise<number>;

export const handler = withDurableExecution(async (event: { tables: Record<string, number> }, context: DurableContext) => {
  const tasks: Thunk[] = [];
  for (const table of Object.keys(event.tables)) {
    var rows = event.tables[table];
    tasks.push(() => context.step("vacuum", async () => rows * 2)); // finds DF013
  }
  let total = 0;
  for (const task of tasks) total += await task();
  return total;
});
