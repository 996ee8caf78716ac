import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

async function inventory(): Promise<string[]> {
  return ["a", "b"];
}

async function classify(grams: number): Promise<string> {
  return grams > 2000 ? "heavy" : "light";
}

export const handler = withDurableExecution(async (event: { grams: number }, context: DurableContext) => {
  const known = await context.step("inventory", inventory);
  const again = await context.step(inventory);
  const kind = await context.step("classify", async () => classify(event.grams));
  const kinds = await context.step("classify-all", () => Promise.all([1, 3000].map(classify)));
  return { known, again, kind, kinds };
});
