const sdk = require("@aws/durable-execution-sdk-js");

async function scan(event, context) {
  const result = await context.parallel("scan", [
    { name: "virus", func: async (c) => c.step("clam", async () => event.key.length) },
    {
      name: "content-" + Math.random().toString(36).slice(2), // finds DF001, DF003
      func: async (c) => c.step("classify", async () => 0),
    },
  ]);
  result.throwIfError();
  return result.getResults();
}

module.exports = { handler: sdk.withDurableExecution(scan) };
