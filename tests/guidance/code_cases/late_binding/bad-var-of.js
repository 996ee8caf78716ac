const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

exports.handler = withDurableExecution(async (event, context) => {
  const branches = [];
  for (var region of event.regions) {
    branches.push({
      name: `deploy-${region}`,
      func: async function (ctx) { // finds DF013
        return ctx.step("deploy", async () => ({ region, stack: event.stack }));
      },
    });
  }
  const deployed = await context.parallel("deploy", branches, { maxConcurrency: 2 });
  deployed.throwIfError();
  return deployed.getResults();
});
