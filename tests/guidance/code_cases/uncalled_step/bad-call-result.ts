import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

interface Parcel {
  id: string;
  grams: number;
}

async function classify(parcel: Parcel): Promise<string> {
  return parcel.grams > 2000 ? "heavy" : "light";
}

export const handler = withDurableExecution(async (parcel: Parcel, context: DurableContext) => {
  // @ts-expect-error migrated from JavaScript
  const kind = await context.step("classify", classify(parcel)); // finds DF015
  await context.wait("sorting", { minutes: 5 });
  return { id: parcel.id, kind };
});
