const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

exports.handler = withDurableExecution(async (event, context) => {
  await context.step("open", async () => event.gate);
  await context.wait(10); // finds DF016
  await context.step("close", async () => event.gate);
  await context.wait("cool-down", 5); // finds DF016
  return event.gate;
});
