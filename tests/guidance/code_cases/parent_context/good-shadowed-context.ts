import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { ids: string[] }, context: DurableContext) => {
  const details = await context.map("details", event.ids, async (context, id) => {
    const detail = await context.step("detail", async () => ({ id, size: id.length }));
    await context.wait("pace", { seconds: 1 });
    return detail;
  });
  details.throwIfError();
  const audit = await context.parallel("audit", [
    async (context: DurableContext) => context.step("count", async () => details.successCount),
    async (context: DurableContext) => context.step("first", async () => details.getResults()[0].size),
  ]);
  audit.throwIfError();
  return audit.getResults();
});
