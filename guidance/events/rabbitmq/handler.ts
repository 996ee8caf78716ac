interface RabbitMqEvent {
  eventSource: "aws:rmq";
  eventSourceArn: string;
  rmqMessagesByQueue: Record<string, { redelivered: boolean; data: string }[]>;
}

export const handler = async (event: RabbitMqEvent): Promise<void> => {
  for (const [queue, messages] of Object.entries(event.rmqMessagesByQueue)) {
    for (const { data } of messages) {
      const order = JSON.parse(Buffer.from(data, "base64").toString()) as { order_id: string };
      console.log(JSON.stringify({ message: queue, orderId: order.order_id }));
    }
  }
};
