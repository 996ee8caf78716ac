import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

interface Share {
  owner: string;
  amount: number;
}

export const handler = withDurableExecution(async (event: { shares: Share[] }, context: DurableContext) => {
  const branches: ((ctx: DurableContext) => Promise<number>)[] = [];
  let total = 0;
  let index = 0;
  for (const share of event.shares) {
    total += share.amount;
    const position = index++;
    const part = async (ctx: DurableContext) => ctx.step(`part-${position}`, async () => share.amount / total);
    branches.push(part);
  }
  const parts = await context.parallel("parts", branches);
  parts.throwIfError();
  return parts.getResults();
});
