import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

interface Quote {
  currency: string;
  amount: number;
}

export const handler = withDurableExecution(async (quote: Quote, context: DurableContext) => {
  const response = await fetch(`https://rates.example.com/v1/${quote.currency}`); // finds DF002
  const { rate } = (await response.json()) as { rate: number };
  const converted = Math.round(quote.amount * rate * 100) / 100;
  await context.wait("price-lock", { minutes: 5 });
  return context.step("store-quote", async () => ({ currency: quote.currency, converted }));
});
