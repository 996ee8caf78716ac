const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

function trace(stage, data) {
  console.info(JSON.stringify({ stage, data })); // finds DF011
}

exports.handler = withDurableExecution(async (event, context) => {
  trace("start", event);
  const lists = await context.map("lists", event.lists, async (ctx, list) => {
    process.stdout.write(`list ${list.name}\n`); // finds DF011
    return ctx.step("count", async () => list.items.length);
  });
  lists.throwIfError();
  trace("end", lists.successCount);
  return lists.getResults();
});
