const fs = require("fs");
const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

exports.handler = withDurableExecution(async (event, context) => {
  const files = fs.readdirSync(event.directory); // finds DF002
  const indexed = await context.map(
    "index",
    files, // finds DF024
    async (ctx, file) => ctx.step("index", async () => file.length),
  );
  indexed.throwIfError();
  return indexed.getResults();
});
