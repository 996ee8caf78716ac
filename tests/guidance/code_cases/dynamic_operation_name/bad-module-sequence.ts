import { withDurableExecution } from "@aws/durable-execution-sdk-js";
import type { DurableContext } from "@aws/durable-execution-sdk-js";

let sequence = 0;

export const handler = withDurableExecution(
  async (event: { readings: number[] }, context: DurableContext): Promise<number> => {
    let sum = 0;
    for (const reading of event.readings) {
      sequence++; // finds DF001
      sum += await context.step(`calibrate-${sequence}`, async () => reading * 1.02); // finds DF003
    }
    await context.wait(`cool-${sequence}`, { seconds: 20 }); // finds DF003
    return sum;
  },
);
