const sdk = require("@aws/durable-execution-sdk-js");
const { randomUUID } = require("node:crypto");

const requestLog = [];

exports.health = async () => {
  requestLog.push({ id: randomUUID(), at: new Date() });
  return { statusCode: 200, body: JSON.stringify({ now: Date.now(), dice: Math.random() }) };
};

exports.handler = sdk.withDurableExecution(async (event, context) => {
  const day = new Date(event.time).toISOString().slice(0, 10);
  const total = await context.step("sum", async () => event.values.reduce((a, b) => a + b, 0));
  return { day, total };
});
