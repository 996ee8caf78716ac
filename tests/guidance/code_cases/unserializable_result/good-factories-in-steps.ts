import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

type Formatter = (value: number) => string;

function makeFormatter(currency: string): Formatter {
  return (value) => `${value.toFixed(2)} ${currency}`;
}

const calendar = {
  closing: (): Date => new Date(),
  holidays: (): Set<string> => new Set(["01-01"]),
};

export const handler = withDurableExecution(async (event: { amounts: number[] }, context: DurableContext) => {
  const format = makeFormatter("EUR");
  const lines = await context.step("lines", async () => event.amounts.map((amount) => makeFormatter("USD")(amount)));
  const closing = await context.step("closing", async () => calendar.closing().toISOString());
  const open = await context.step("open", async () => !calendar.holidays().has(closing.slice(5, 10)));
  return { first: format(event.amounts[0]), lines, closing, open };
});
