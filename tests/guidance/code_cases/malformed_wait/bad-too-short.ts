import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { pulses: number[] }, context: DurableContext) => {
  let last = 0;
  for (const [i, pulse] of event.pulses.entries()) {
    last = await context.step(`pulse-${i}`, async () => pulse);
    await context.wait(`gap-${i}`, { seconds: 0.5 }); // finds DF016
  }
  await context.wait("yield", { seconds: 0 }); // finds DF016
  return last;
});
