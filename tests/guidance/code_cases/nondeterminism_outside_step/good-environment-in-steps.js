const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

exports.handler = withDurableExecution(async (event, context) => {
  const settings = await context.step("settings", async () => {
    if (process.env.MODE === "fast") return { rounds: 1 };
    return { rounds: Number(process.env.ROUNDS ?? 3) };
  });
  for (let round = 0; round < settings.rounds; round += 1) {
    await context.step(`round-${round}`, async () => (process.env.DRY ? 0 : event.seed + round));
  }
  return settings.rounds;
});
