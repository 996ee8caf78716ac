import { withDurableExecution as wrap, NestingType, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = wrap(async (event: { sensors: string[] }, context: DurableContext): Promise<number> => {
  const readings = ( // the batch of one reading a sensor
    await context.map( // finds DF012
      "readings",
      event.sensors,
      async (ctx, sensor) => ctx.step("read", async () => sensor.length * 1.5),
      { nesting: NestingType.FLAT, completionConfig: { toleratedFailurePercentage: 100 } },
    )
  ).getResults();
  await context.wait("settle", { seconds: 90 });
  return readings.reduce((sum, reading) => sum + reading, 0) / readings.length;
});
