import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { files: string[] }, context: DurableContext) => {
  const scanned = await context.map("scan", event.files, async (ctx, file) => // finds DF012
    ctx.step("scan", async () => ({ file, clean: !file.endsWith(".exe") })),
  );
  const clean = scanned.getResults().filter((r) => r.clean);
  return { clean: clean.length, scanned: scanned.totalCount };
});
