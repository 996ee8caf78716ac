import { withDurableExecution as durable, type DurableContext } from "@aws/durable-execution-sdk-js";

const WEEKS = 52;
const DAYS = 7;

export const handler = durable(async (event: { habit: string }, context: DurableContext) => {
  let kept = 0;
  for (let week = 0; week < WEEKS; week++) {
    for (let day = 0; day < DAYS; day++) {
      const done = await context.step(`check-${week}-${day}`, async () => event.habit.length > day);
      if (done) kept++;
      await context.wait(`night-${week}-${day}`, { hours: 24 });
    }
  }
  return kept;
});
