import { withDurableExecution } from "@aws/durable-execution-sdk-js";
import { randomUUID } from "node:crypto";

export const handler = withDurableExecution(async (event, context) => {
  const thumbs = await context.map(
    "thumbnails",
    event.images,
    async (ctx, image) => ctx.step("resize", async () => ({ key: image.key, width: 128 })),
    {
      maxConcurrency: 4,
      itemNamer: () => `thumb-${randomUUID()}`, // finds DF001, DF003
    },
  );
  thumbs.throwIfError();
  return thumbs.getResults();
});
