import { withDurableExecution as durable, type DurableContext } from "@aws/durable-execution-sdk-js";

interface Supplier {
  code: string;
  country: string;
}

export const handler = durable(async ({ suppliers }: { suppliers: Supplier[] }, root: DurableContext) => {
  const offers: { name: string; func: (ctx: DurableContext) => Promise<string> }[] = [];
  for (var s in suppliers) {
    var supplier = suppliers[s];
    const ask = async (ctx: DurableContext): Promise<string> => { // finds DF013
      const zone = await ctx.step("zone", async () => supplier.country);
      return ctx.step("offer", async () => `${supplier.code}/${zone}`);
    };
    offers.push({ name: `ask-${supplier.code}`, func: ask });
  }
  const answers = await root.parallel("offers", offers);
  answers.throwIfError();
  return answers.getResults();
});
