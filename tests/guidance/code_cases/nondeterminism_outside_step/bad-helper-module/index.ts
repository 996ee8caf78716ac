import { withDurableExecution as durableHandler, type DurableContext as Ctx } from "@aws/durable-execution-sdk-js";
import { makeBatchLabel, daysBetween } from "./labels.js";

interface Intake {
  plant: string;
  received: string;
}

export const handler = durableHandler(async (intake: Intake, ctx: Ctx) => {
  const label = makeBatchLabel(intake.plant);
  const age = daysBetween(intake.received, "2026-01-01");
  await ctx.step("register-batch", async () => ({ label, age }));
  await ctx.wait("rest", { days: 1 });
  return label;
});
