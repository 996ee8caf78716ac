const sdk = require("@aws/durable-execution-sdk-js");
const { purchase, email } = require("./shop.js");

exports.handler = sdk.withDurableExecution(async (event, context) => {
  const requestToken = await context.step("token", async () => `${event.id}-${Date.now()}`);
  const ticket = await context.step("purchase-ticket", async () => purchase(event.show, requestToken));
  await context.step("email-ticket", async () => email({ to: event.to, ticket, dedupeKey: requestToken }));
  return ticket;
});
