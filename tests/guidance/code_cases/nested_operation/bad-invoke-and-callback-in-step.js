const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

exports.handler = withDurableExecution(async (event, context) => {
  const score = await context.step("score", async () => {
    const raw = await context.invoke("model", process.env.MODEL_ARN, { text: event.text }); // finds DF004
    return Math.round(raw.score * 100);
  });
  const ticket = await context.step("open-ticket", async () => {
    const [, id] = await context.createCallback("ticket", { timeout: { days: 1 } }); // finds DF004
    return id;
  });
  return { score, ticket };
});
