const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

exports.handler = withDurableExecution(async function (event, context) {
  var branches = event.regions.map(function (region, i) {
    var label = region + "-" + i;
    return async function (ctx) {
      return ctx.step("plan", async () => label);
    };
  });
  event.extra.forEach(function (region) {
    var label = "extra-" + region;
    branches.push(async (ctx) => ctx.step("plan", async () => label));
  });
  var plans = await context.parallel("plans", branches);
  plans.throwIfError();
  return plans.getResults();
});
