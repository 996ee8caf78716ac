import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { withDurableExecution } from "@aws/durable-execution-sdk-js";
import { loadPayments, validatePayment, renderEmail } from "./readers.mjs";

const dynamo = new DynamoDBClient({});

export const handler = withDurableExecution(async (event, context) => {
  const item = await context.step("read-account", async () => {
    const found = await dynamo.send(new GetItemCommand({ TableName: "accounts", Key: { id: { S: event.id } } }));
    return found.Item?.owner?.S ?? null;
  });
  const payments = await context.step("load-payments", async () => loadPayments(item));
  const valid = await context.step("validate-payment", async () => validatePayment(payments[0]));
  const html = await context.step("render-email", async () => renderEmail(item, valid));
  const report = await context.step("chargeback-report", async () => ({ rows: payments.length }));
  return { html, payload: await context.step("payload", async () => report.rows) };
});
