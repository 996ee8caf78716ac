import * as sdk from "@aws/durable-execution-sdk-js";

const TARGETS = { pdf: "render-pdf:live", epub: "render-epub:12" } as const;

type Format = keyof typeof TARGETS;

export const handler = sdk.withDurableExecution(
  async (event: { isbn: string; formats: Format[] }, context: sdk.DurableContext) => {
    const files = await context.map("formats", event.formats, async (ctx, format) =>
      ctx.invoke<{ isbn: string }, string>("render", TARGETS[format], { isbn: event.isbn }),
    );
    files.throwIfError();
    return files.getResults();
  },
);
