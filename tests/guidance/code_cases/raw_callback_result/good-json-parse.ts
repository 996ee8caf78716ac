import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { startScan } from "./scanner.js";

interface Scan {
  findings: string[];
}

export const handler = withDurableExecution(async (event: { image: string }, context: DurableContext) => {
  const text = await context.waitForCallback(
    "scan",
    async (callbackId) => {
      await startScan(event.image, callbackId);
    },
    { timeout: { minutes: 30 } },
  );
  const scan = JSON.parse(text) as Scan;
  const { findings } = JSON.parse(
    await context.waitForCallback("rescan", async (callbackId) => startScan(event.image, callbackId), {
      timeout: { minutes: 30 },
    }),
  ) as Scan;
  return { first: scan.findings.length, second: findings.length };
});
