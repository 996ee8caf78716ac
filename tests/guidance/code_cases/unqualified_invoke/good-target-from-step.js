const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

const requireEnv = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

exports.handler = withDurableExecution(async (event, context) => {
  const target = await context.step("route", async () => `${event.tenant}-worker:stable`);
  const worked = await context.invoke("work", target, { id: event.id });
  const filed = await context.invoke("file", requireEnv("FILER_ARN"), worked);
  return filed;
});
