import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { files: string[] }, context: DurableContext) => {
  const scanned = await context.map("scan", event.files, async (ctx, file) =>
    ctx.step("scan", async () => ({ file, clean: !file.endsWith(".exe") })),
  );
  scanned.throwIfError();
  const cleaned = await context.map(
    "clean",
    scanned.getResults(),
    async (ctx, item) => ctx.step("clean", async () => item.file),
    { completionConfig: { toleratedFailureCount: 2 } },
  );
  if (cleaned.failureCount > 0) {
    context.logger.warn("some files left", { failed: cleaned.failureCount });
  }
  return cleaned.getResults();
});
