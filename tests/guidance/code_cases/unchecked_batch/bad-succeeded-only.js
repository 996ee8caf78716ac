const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

exports.handler = withDurableExecution(async (event, context) => {
  const jobs = event.regions.map((region) => async (ctx) => ctx.step("sync", async () => region.length));
  const synced = await context.parallel("sync-regions", jobs, { maxConcurrency: 3 }); // finds DF012
  const ok = synced.succeeded().map((item) => item.result);
  context.logger.info("synced", { count: synced.successCount });
  return ok;
});
