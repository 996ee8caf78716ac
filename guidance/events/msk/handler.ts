import type { MSKEvent } from "aws-lambda";

export const handler = async (event: MSKEvent): Promise<void> => {
  for (const record of Object.values(event.records).flat()) {
    const order = JSON.parse(Buffer.from(record.value, "base64").toString()) as { order_id: string };
    console.log(JSON.stringify({ message: "taken", offset: record.offset, orderId: order.order_id }));
  }
};
