import type { SQSBatchResponse, SQSEvent } from "aws-lambda";

function take(body: string): void {
  const order = JSON.parse(body) as { order_id: string };
  console.log(JSON.stringify({ message: "taken", orderId: order.order_id }));
}

export const handler = async (event: SQSEvent): Promise<SQSBatchResponse> => {
  const failed: SQSBatchResponse["batchItemFailures"] = [];
  for (const record of event.Records) {
    try {
      take(record.body);
    } catch {
      failed.push({ itemIdentifier: record.messageId }); // FIFO: stop here and report the rest as well
    }
  }
  return { batchItemFailures: failed };
};
