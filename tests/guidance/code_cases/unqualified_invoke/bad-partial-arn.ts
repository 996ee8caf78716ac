import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

class Pipeline {
  private static readonly CLEANER = "111122223333:function:row-cleaner";

  constructor(private readonly context: DurableContext) {}

  clean(rows: string[]) {
    return this.context.invoke<string[], string[]>(
      "clean",
      Pipeline.CLEANER, // finds DF018
      rows,
    );
  }

  load(rows: string[]) {
    return this.context.invoke<string[], number>("load", "row-loader", rows, { tenantId: "shared" }); // finds DF018
  }
}

export const handler = withDurableExecution(async (event: { rows: string[] }, context: DurableContext) => {
  const pipeline = new Pipeline(context);
  const rows = await pipeline.clean(event.rows);
  return pipeline.load(rows);
});
