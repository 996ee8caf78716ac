const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

exports.handler = withDurableExecution(async (event, context) => {
  const checks = await context.parallel("checks", [
    { name: "stock", func: async (ctx) => ctx.step("stock", async () => event.quantity < 100) },
    { name: "credit", func: async () => context.step("credit", async () => event.limit > 0) }, // finds DF006
    { name: "fraud", func: async () => context.invoke("fraud", process.env.FRAUD_ARN, event) }, // finds DF006
  ]);
  checks.throwIfError();
  return checks.getResults().every(Boolean);
});
