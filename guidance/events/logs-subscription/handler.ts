import { gunzipSync } from "node:zlib";
import type { CloudWatchLogsDecodedData, CloudWatchLogsEvent } from "aws-lambda";

export const handler = async (event: CloudWatchLogsEvent): Promise<void> => {
  const text = gunzipSync(Buffer.from(event.awslogs.data, "base64")).toString();
  const batch = JSON.parse(text) as CloudWatchLogsDecodedData;
  if (batch.messageType === "CONTROL_MESSAGE") return;
  for (const line of batch.logEvents) {
    console.log(JSON.stringify({ message: line.message, group: batch.logGroup }));
  }
};
