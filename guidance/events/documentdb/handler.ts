interface Change {
  operationType: string;
  ns: { db: string; coll: string };
  fullDocument?: { order_id?: string };
}

interface ChangeStreamEvent {
  eventSourceArn: string;
  events: { event: Change }[];
  eventSource: "aws:docdb";
}

export const handler = async (event: ChangeStreamEvent): Promise<void> => {
  for (const { event: change } of event.events) {
    console.log(JSON.stringify({ message: change.operationType, collection: change.ns.coll, orderId: change.fullDocument?.order_id }));
  }
};
