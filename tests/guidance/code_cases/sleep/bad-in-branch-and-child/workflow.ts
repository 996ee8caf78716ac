import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import * as timing from "./timing.js";

export const handler = withDurableExecution(async (event: { zones: string[] }, root: DurableContext) => {
  const watered = await root.map("zones", event.zones, async (zone, name) => {
    await zone.step("open-valve", async () => name);
    await timing.forSeconds(45);
    return zone.step("close-valve", async () => name);
  });
  watered.throwIfError();
  return root.runInChildContext("flush", async (flush) => {
    await new Promise<void>((r) => void setTimeout(r, 5_000)); // finds DF009
    return flush.step("flush", async () => watered.successCount);
  });
});
