interface Task {
  order_id: string;
  quantity: number;
  execution: string;
  task_token?: string;
}

/** Its name is what the state machine's Retry and Catch match. */
class OutOfStock extends Error {
  override name = "OutOfStock";
}

export const handler = async (event: Task): Promise<{ order_id: string; reserved: number }> => {
  if (event.quantity > 10) throw new OutOfStock(event.order_id);
  return { order_id: event.order_id, reserved: event.quantity };
};
