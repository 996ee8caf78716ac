import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

const range = Array.from({ length: 2000 }, (_, i) => i + 1);

async function measure(context: DurableContext, day: number): Promise<number> {
  const value = await context.step(`read-${day}`, async () => day * 3);
  await context.wait(`until-${day + 1}`, { hours: 4 });
  return value;
}

export const handler = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  let total = 0;
  for (const day of range) { // finds DF025
    total += await measure(context, day);
  }
  return total;
});
