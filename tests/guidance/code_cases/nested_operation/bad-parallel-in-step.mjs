import * as durable from "@aws/durable-execution-sdk-js";

const compress = async (files, context) => {
  const batch = await context.map("compress", files, async (c, file) => c.step("zip", async () => `${file}.zip`)); // finds DF004
  batch.throwIfError();
  return batch.getResults();
};

export const handler = durable.withDurableExecution(async (event, context) => {
  const listing = await context.step("list", async () => event.files.filter((f) => f.endsWith(".log")));
  const archive = await context.step("archive", async () => {
    const zipped = await compress(listing, context);
    return zipped.join(",");
  });
  return archive;
});
