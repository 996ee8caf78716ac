import { withDurableExecution } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event, context) => {
  if (!process.env.BUCKET) throw new Error("BUCKET is not set");
  const { LOG_LEVEL } = process.env;
  if (LOG_LEVEL === "debug") context.logger.debug("start", { id: event.id });
  const region = process.env.AWS_REGION;
  if (region === "eu-central-1") await context.step("mark-region", async () => region);
  const size = await context.step("measure", async () => event.rows.length);
  return { size, bucket: process.env.BUCKET };
});
