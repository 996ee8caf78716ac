const durable = require("@aws/durable-execution-sdk-js");

async function resize(event, context) {
  var branches = new Array(event.widths.length);
  for (var n = 0; n < event.widths.length; n += 1) {
    branches[n] = (ctx) => ctx.step("resize", async () => ({ key: event.key, width: event.widths[n] })); // finds DF013
  }
  var images = await context.parallel("resize", branches);
  if (images.hasFailure) throw images.getErrors()[0];
  return images.getResults();
}

module.exports = { handler: durable.withDurableExecution(resize) };
