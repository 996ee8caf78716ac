const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

const dayOf = (iso) => new Date(iso).toISOString().slice(0, 10);

exports.handler = withDurableExecution(async (event, context) => {
  const day = dayOf(event.time);
  let attempt = 0;
  let found = false;
  while (!found && attempt < 3) {
    attempt += 1;
    found = await context.step(`lookup-${day}-${attempt}`, async () => event.days.includes(day));
    if (!found) await context.wait(`retry-${attempt}`, { minutes: 10 });
  }
  return { day, found };
});
