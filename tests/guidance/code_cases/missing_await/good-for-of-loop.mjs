import { withDurableExecution } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event, context) => {
  const kept = [];
  for (const seat of event.seats) {
    kept.push(await context.step(`reserve-${seat}`, async () => seat));
  }
  event.seats.forEach((seat) => context.logger.info("seat done", { seat }));
  const outcome = await context
    .step("close", async () => kept.length)
    .then((n) => ({ closed: true, n }));
  return outcome;
});
