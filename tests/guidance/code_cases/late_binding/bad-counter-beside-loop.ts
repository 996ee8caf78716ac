import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { files: string[] }, context: DurableContext) => {
  const branches: ((ctx: DurableContext) => Promise<string>)[] = [];
  let position = 0;
  for (const file of event.files) {
    branches.push(async (ctx) => ctx.step(`pack-${position}`, async () => file)); // finds DF013
    position++;
  }
  const packed = await context.parallel("pack", branches);
  packed.throwIfError();
  return packed.getResults();
});
