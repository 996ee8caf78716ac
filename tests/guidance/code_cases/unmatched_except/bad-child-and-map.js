const { withDurableExecution } = require("@aws/durable-execution-sdk-js");
const { parse, SchemaError } = require("./schema.js");

exports.handler = withDurableExecution(async (event, context) => {
  try {
    const parsed = await context.map("parse", event.documents, async (ctx, doc) => ctx.step("parse", async () => parse(doc)));
    parsed.throwIfError();
    return { ok: true, documents: parsed.getResults() };
  } catch (error) {
    const broken = error instanceof SchemaError; // finds DF020
    if (!broken) throw error;
    return { ok: false };
  }
});
