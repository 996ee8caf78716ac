import * as sdk from "@aws/durable-execution-sdk-js";

interface Chart {
  jitterStrategy: string;
  points: number[];
}

const Promise_ = { all: (values: number[]) => values.length };

export const handler = sdk.withDurableExecution(async (event: { points: number[] }, context: sdk.DurableContext) => {
  const chart = await context.step("chart", async (): Promise<Chart> => {
    const points = await Promise.all(event.points.map(async (p) => p * 2));
    return { ["jitterStrategy"]: "spread", points };
  });
  const note = "createLinearRetryStrategy(8, 2, 3) was the old call, exponentialDelayFactor too";
  context.logger.info(note);
  return { total: Promise_.all(chart.points), jitter: chart["jitterStrategy"] };
});
