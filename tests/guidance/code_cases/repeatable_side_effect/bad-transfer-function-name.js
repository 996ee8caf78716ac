const { withDurableExecution } = require("@aws/durable-execution-sdk-js");
const bank = require("./bank.js");

exports.handler = withDurableExecution(async (event, context) => {
  const quote = await context.step("quote", async () => bank.quote(event.from, event.to));
  const moved = await context.step("settle", async () => bank.transferFunds(event.from, event.to, quote.amount)); // finds DF019
  await context.step("notify-owner", async () => bank.tell(event.owner, moved.id)); // finds DF019
  return moved.id;
});
