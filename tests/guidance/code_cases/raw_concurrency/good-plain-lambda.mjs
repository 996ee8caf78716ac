import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";

const client = new DynamoDBClient({});

export const handler = async (event) => {
  const reads = event.ids.map((id) => client.send(new GetItemCommand({ TableName: "t", Key: { id: { S: id } } })));
  const timer = new Promise((_, reject) => setTimeout(() => reject(new Error("slow")), 2_000));
  const items = await Promise.race([Promise.all(reads), timer]);
  const extras = await Promise.allSettled(event.hooks.map((hook) => fetch(hook)));
  console.log("read", items.length, extras.length);
  return items.map((item) => item.Item);
};
