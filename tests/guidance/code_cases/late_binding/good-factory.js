const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

function deployTo(region, stack) {
  return async (ctx) => ctx.step("deploy", async () => ({ region, stack }));
}

exports.handler = withDurableExecution(async (event, context) => {
  var branches = [];
  for (var region of event.regions) {
    branches.push({ name: `deploy-${region}`, func: deployTo(region, event.stack) });
  }
  var deployed = await context.parallel("deploy", branches);
  deployed.throwIfError();
  return deployed.getResults();
});
