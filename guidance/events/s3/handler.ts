import type { S3Event } from "aws-lambda";

export const handler = async (event: S3Event): Promise<void> => {
  for (const { s3 } of event.Records) {
    const key = decodeURIComponent(s3.object.key.replaceAll("+", " "));
    console.log(JSON.stringify({ message: "new object", bucket: s3.bucket.name, key }));
  }
};
