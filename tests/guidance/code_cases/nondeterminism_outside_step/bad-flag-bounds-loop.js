const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

exports.handler = withDurableExecution(async (event, context) => {
  const rounds = Number(process.env["ROUNDS"] ?? "3"); // finds DF001
  const seen = [];
  for (let round = 0; round < rounds; round++) {
    seen.push(await context.step(`round-${round}`, async () => event.seed + round));
  }
  const fast = process.env.FAST === "yes"; // finds DF001
  const last = await (fast ? context.step("quick", async () => seen.length) : context.wait({ minutes: 1 }));
  return { seen, last };
});
