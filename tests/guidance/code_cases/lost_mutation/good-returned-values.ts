import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

interface Invoice {
  number: string;
  net: number;
}

export const handler = withDurableExecution(async (event: { invoices: Invoice[] }, context: DurableContext) => {
  const booked: string[] = [];
  let total = 0;
  for (const [i, invoice] of event.invoices.entries()) {
    const gross = await context.step(`book-${i}`, async () => invoice.net * 1.2);
    total += gross;
    booked.push(invoice.number);
  }
  return { booked, total };
});
