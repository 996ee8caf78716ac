import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { getPayment, listTransfers, formatSms, buildEmail } from "./reports.js";

interface Query {
  account: string;
}

export const handler = withDurableExecution(async (query: Query, context: DurableContext) => {
  const paid = await context.step("get-payment", async () => getPayment(query.account) as number);
  const transfers = await context.step("list-transfers", async () => listTransfers(query.account) as string[]);
  const text = await context.step("format-sms", async () => formatSms(paid) as string);
  const html = await context.step("build-email", async () => buildEmail(transfers) as string);
  const total = await context.step("compute-charges", async () => paid * 1.02);
  return { text, html, total };
});
