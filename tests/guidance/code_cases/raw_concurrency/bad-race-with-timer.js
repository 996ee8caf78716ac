const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

exports.handler = withDurableExecution(async (event, context) => {
  const report = context.step("report", async () => ({ id: event.id, pages: 12 }));
  const timeout = new Promise((resolve) => setTimeout(resolve, 20_000, null)); // finds DF009
  const first = await Promise.race([report, timeout]); // finds DF008
  if (first === null) return { late: true };
  await context.wait("publish-window", { hours: 1 });
  return { late: false, pages: first.pages };
});
