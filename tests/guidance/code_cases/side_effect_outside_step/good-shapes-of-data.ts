import type { Message } from "@aws-sdk/client-bedrock-runtime";
import type { AttributeValue, QueryCommandOutput } from "@aws-sdk/client-dynamodb";
import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import type Stripe from "stripe";

function texts(message: Message): string[] {
  return (message.content ?? []).flatMap((block) => (block.text ? [block.text] : []));
}

function refunds(charge: Stripe.Charge): number {
  return charge.refunds!.data.reduce((sum, refund) => sum + refund.amount, 0);
}

const keys = (output: QueryCommandOutput): string[] => output.Items!.map((item) => Object.keys(item).join());
const first = (value: AttributeValue): string => value.S!.trim();

interface Event {
  message: Message;
  charge: Stripe.Charge;
  page: QueryCommandOutput;
}

export const handler = withDurableExecution(async (event: Event, context: DurableContext) => {
  const said = texts(event.message);
  const names = keys(event.page).concat(first(event.page.Items![0].name));
  return context.step("sum", async () => ({ said, names, total: refunds(event.charge) }));
});
