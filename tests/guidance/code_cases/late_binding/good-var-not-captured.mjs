import { withDurableExecution } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event, context) => {
  const branches = [];
  for (var copy = 0; copy < 3; copy++) {
    branches.push({ name: `replica-${copy}`, func: async (ctx) => ctx.step("replicate", async () => event.key) });
  }
  const replicas = await context.parallel("replicas", branches);
  replicas.throwIfError();
  return { replicas: replicas.successCount, loops: copy };
});
