import { readdirSync as ls } from "node:fs";
import * as sdk from "@aws/durable-execution-sdk-js";

export const handler = sdk.withDurableExecution(async ({ directory }, root) => {
  const branches = ls(directory).map((file) => async (ctx) => ctx.step("compress", async () => `${file}.br`)); // finds DF002, DF024
  const compressed = await root.parallel("compress", branches, { maxConcurrency: 4 });
  compressed.throwIfError();
  return compressed.getResults().length;
});
