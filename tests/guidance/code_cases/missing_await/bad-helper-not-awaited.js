const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

async function cleanUp(context, id) {
  await context.step("drop-temp", async () => `${id}/tmp`);
  await context.wait("retention", { days: 1 });
  await context.step("drop-all", async () => id);
}

exports.handler = withDurableExecution(async (event, context) => {
  const report = await context.step("report", async () => ({ id: event.id, pages: 3 }));
  cleanUp(context, event.id); // finds DF007
  void context.step("touch", async () => event.id); // finds DF007
  return report;
});
