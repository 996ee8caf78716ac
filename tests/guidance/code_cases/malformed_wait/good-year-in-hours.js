const sdk = require("@aws/durable-execution-sdk-js");

const YEAR_HOURS = 24 * 365;

async function archive(event, context) {
  await context.wait("one-year", { hours: YEAR_HOURS });
  await context.wait("tail", { seconds: Number(event.tail) });
  const kept = await context.step("archive", async () => event.key);
  await context.wait({ minutes: 1 });
  return kept;
}

module.exports.handler = sdk.withDurableExecution(archive);
