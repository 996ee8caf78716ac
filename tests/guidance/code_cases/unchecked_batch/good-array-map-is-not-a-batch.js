const sdk = require("@aws/durable-execution-sdk-js");

const grid = { map: (name, items, fn) => items.map((item) => fn(name, item)) };

exports.handler = sdk.withDurableExecution(async (event, context) => {
  const upper = event.names.map((name) => name.toUpperCase());
  grid.map("cells", upper, (name, item) => `${name}:${item}`);
  const parts = await context.step("parts", async () => upper.map((name) => name.split(" ")));
  return parts.flat();
});
