const sdk = require("@aws/durable-execution-sdk-js");

const IDS = Array.from({ length: 10000 }, (_, i) => `id-${i}`);

const chunk = (items, size) => {
  const chunks = [];
  for (let i = 0; i < items.length; i += size) chunks.push(items.slice(i, i + size));
  return chunks;
};

exports.handler = sdk.withDurableExecution(async (event, context) => {
  const done = await context.map("chunks", chunk(IDS, 250), async (ctx, ids) =>
    ctx.step("touch", async () => ids.filter((id) => id.endsWith(event.suffix)).length),
  );
  done.throwIfError();
  return done.getResults().reduce((a, b) => a + b, 0);
});
