import { setTimeout as pause } from "node:timers/promises";
import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

const backOff = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export const handler = withDurableExecution(async (event: { host: string }, context: DurableContext) => {
  const reachable = await context.step("probe", async () => {
    for (let i = 0; i < 3; i++) {
      const response = await fetch(`https://${event.host}/ping`);
      if (response.ok) return true;
      await pause(100);
      await backOff(50 * i);
    }
    return false;
  });
  return { reachable };
});
