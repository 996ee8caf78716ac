import { AsyncLocalStorage } from "node:async_hooks";
import { PutItemCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

const dynamo = new DynamoDBClient({});
const storage = new AsyncLocalStorage<{ context: DurableContext }>();
const current = () => storage.getStore()!.context;

const audit = (what: string) =>
  current().step(`audit-${what}`, async () => {
    const at = new Date().toISOString();
    await dynamo.send(new PutItemCommand({ TableName: "audit", Item: { what: { S: what }, at: { S: at } } }));
  });

export const handler = withDurableExecution((event: { ids: string[] }, context: DurableContext) =>
  storage.run({ context }, async () => {
    for (const id of event.ids) await audit(id);
    return event.ids.length;
  }),
);
