import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

interface Parcel {
  id: string;
  grams: number;
}

const classifyTask = (parcel: Parcel) => async () => (parcel.grams > 2000 ? "heavy" : "light");

function labelTask(parcel: Parcel): () => Promise<string> {
  return async function label() {
    return `P-${parcel.id}`;
  };
}

export const handler = withDurableExecution(async (parcel: Parcel, context: DurableContext) => {
  const kind = await context.step("classify", classifyTask(parcel));
  const label = await context.step("label", labelTask(parcel));
  return { kind, label };
});
