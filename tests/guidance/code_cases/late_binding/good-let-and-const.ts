import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { shards: string[] }, context: DurableContext) => {
  const branches: ((ctx: DurableContext) => Promise<string>)[] = [];
  for (let i = 0; i < event.shards.length; i++) {
    branches.push(async (ctx) => ctx.step("reindex", async () => `${event.shards[i]}:ok`));
  }
  for (const shard of event.shards) {
    branches.push(async (ctx) => ctx.step("verify", async () => `${shard}:verified`));
  }
  const batch = await context.parallel("reindex", branches);
  batch.throwIfError();
  return batch.getResults();
});
