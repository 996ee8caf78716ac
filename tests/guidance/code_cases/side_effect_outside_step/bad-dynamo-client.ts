import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

const dynamo = new DynamoDBClient({});
const TABLE = process.env.TABLE_NAME!;

async function loadAccount(id: string) {
  const found = await dynamo.send(new GetItemCommand({ TableName: TABLE, Key: { pk: { S: id } } })); // finds DF002
  return found.Item?.status?.S ?? "missing";
}

export const handler = withDurableExecution(async (event: { accountId: string }, context: DurableContext) => {
  const status = await loadAccount(event.accountId);
  if (status !== "open") return { skipped: true };
  await context.wait("settle", { hours: 2 });
  await context.step("close-account", async () => {
    await dynamo.send(
      new PutItemCommand({ TableName: TABLE, Item: { pk: { S: event.accountId }, status: { S: "closed" } } }),
    );
    return event.accountId;
  });
  return { skipped: false };
});
