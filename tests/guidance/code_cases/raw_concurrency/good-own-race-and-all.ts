import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

const Horses = {
  race: (speeds: number[]) => Math.max(...speeds),
  all: (speeds: number[]) => speeds.every((s) => s > 0),
};

export const handler = withDurableExecution(async (event: { speeds: number[] }, context: DurableContext) => {
  const best = Horses.race(event.speeds);
  const valid = Horses.all(event.speeds);
  const any = await context.promise.any("any", [
    context.step("first", async () => best),
    context.step("second", async () => event.speeds.length),
  ]);
  return { valid, any };
});
