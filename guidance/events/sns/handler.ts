import type { SNSEvent } from "aws-lambda";

export const handler = async (event: SNSEvent): Promise<void> => {
  for (const record of event.Records) {
    const order = JSON.parse(record.Sns.Message) as { order_id: string };
    console.log(JSON.stringify({ message: "taken", orderId: order.order_id }));
  }
};
