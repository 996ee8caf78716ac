const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

exports.handler = withDurableExecution(async (event, context) => {
  const [signature, callbackId] = await context.createCallback("signature"); // finds DF017
  await context.step("open-document", async () => {
    await fetch(process.env.SIGN_URL, { method: "POST", body: JSON.stringify({ callbackId, id: event.id }) });
    return event.id;
  });
  const answer = await signature;
  return { signed: answer === "signed" };
});
