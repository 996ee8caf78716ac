import { defaultSerdes, withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { queueInspection } from "./inspections.js";

type Inspection = { grade: "A" | "B" | "C"; inspector: string };

export const handler = withDurableExecution(async (event: { house: string }, context: DurableContext) => {
  context.configureSerdes({ defaultCallbackDeserializer: defaultSerdes });
  const inspection = await context.waitForCallback<Inspection>(
    "inspection",
    async (callbackId) => {
      await queueInspection(event.house, callbackId);
    },
    { timeout: { days: 7 } },
  );
  return { house: event.house, grade: inspection.grade, by: inspection.inspector };
});
