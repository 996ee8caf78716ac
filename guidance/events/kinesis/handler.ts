import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";

export const handler = async (event: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> => {
  for (const { kinesis } of event.Records) {
    try {
      const order = JSON.parse(Buffer.from(kinesis.data, "base64").toString()) as { order_id: string };
      console.log(JSON.stringify({ message: "taken", orderId: order.order_id }));
    } catch {
      return { batchItemFailures: [{ itemIdentifier: kinesis.sequenceNumber }] }; // it and what follows come again
    }
  }
  return { batchItemFailures: [] };
};
