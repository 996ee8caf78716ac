import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { ingest } from "./ingest.js";

export const handler = withDurableExecution(async (event: { files: string[] }, context: DurableContext) => {
  const first = await ingest(context, event.files[0]);
  const rest = await context.map("rest", event.files.slice(1), async (ctx, file) => ingest(ctx, file));
  rest.throwIfError();
  return [first, ...rest.getResults()];
});
