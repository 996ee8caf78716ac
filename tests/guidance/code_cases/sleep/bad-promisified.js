const util = require("node:util");
const durable = require("@aws/durable-execution-sdk-js");

const rest = util.promisify(setTimeout);

async function poll(event, ctx) {
  const ticket = await ctx.step("open", async () => ({ id: event.id }));
  await rest(60_000); // finds DF009
  return ctx.step("close", async () => ticket.id);
}

exports.handler = durable.withDurableExecution(poll);
