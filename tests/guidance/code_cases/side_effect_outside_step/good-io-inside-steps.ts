import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3";
import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { readFile } from "node:fs/promises";

const LIMIT = Number(process.env.ROW_LIMIT ?? "500");

export const handler = withDurableExecution(
  async (event: { bucket: string; key: string }, context: DurableContext) => {
    const s3 = new S3Client({ region: process.env.AWS_REGION });
    const rows = await context.step("read-object", async () => {
      const object = await s3.send(new GetObjectCommand({ Bucket: event.bucket, Key: event.key }));
      const text = (await object.Body?.transformToString()) ?? "";
      return text.split("\n").slice(0, LIMIT);
    });
    const schema = await context.step("read-schema", () => readFile("/opt/schema.json", "utf8"));
    context.logger.info("rows read", { rows: rows.length, schema: schema.length });
    return { rows: rows.length, columns: JSON.parse(schema).columns };
  },
);
