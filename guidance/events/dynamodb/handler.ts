import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";

export const handler = async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  for (const { dynamodb, eventName } of event.Records) {
    try {
      const quantity = Number(dynamodb?.NewImage?.["quantity"]?.N);
      if (eventName !== "REMOVE" && Number.isNaN(quantity)) throw new Error("no quantity");
      console.log(JSON.stringify({ message: eventName, quantity }));
    } catch {
      return { batchItemFailures: [{ itemIdentifier: dynamodb?.SequenceNumber ?? "" }] };
    }
  }
  return { batchItemFailures: [] };
};
