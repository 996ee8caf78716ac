import type { EventBridgeEvent } from "aws-lambda";

interface OrderPlaced {
  order_id: string;
  quantity: number;
}

export const handler = async (event: EventBridgeEvent<"Order Placed", OrderPlaced>): Promise<void> => {
  console.log(JSON.stringify({ message: event["detail-type"], orderId: event.detail.order_id, eventId: event.id }));
};
