interface ActiveMqEvent {
  eventSource: "aws:mq";
  eventSourceArn: string;
  messages: { messageID: string; data: string; redelivered: boolean; destination: { physicalName: string } }[];
}

export const handler = async (event: ActiveMqEvent): Promise<void> => {
  for (const { data, destination } of event.messages) {
    const order = JSON.parse(Buffer.from(data, "base64").toString()) as { order_id: string };
    console.log(JSON.stringify({ message: destination.physicalName, orderId: order.order_id }));
  }
};
