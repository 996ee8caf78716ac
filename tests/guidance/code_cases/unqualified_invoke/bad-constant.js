const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

const TRANSLATOR = "translator";

exports.handler = withDurableExecution(async (event, context) => {
  const texts = await context.map("texts", event.texts, async (ctx, text) =>
    ctx.invoke("translate", TRANSLATOR, { text, to: event.language }), // finds DF018
  );
  texts.throwIfError();
  return texts.getResults();
});
