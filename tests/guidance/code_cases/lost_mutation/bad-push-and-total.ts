import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

interface Invoice {
  number: string;
  net: number;
}

export const handler = withDurableExecution(async (event: { invoices: Invoice[] }, context: DurableContext) => {
  const booked: string[] = [];
  let total = 0;
  for (const [i, invoice] of event.invoices.entries()) {
    await context.step(`book-${i}`, async () => {
      const gross = invoice.net * 1.2;
      total += gross; // finds DF005
      booked.push(invoice.number); // finds DF005
    });
  }
  await context.wait("ledger-close", { hours: 3 });
  return { booked, total };
});
