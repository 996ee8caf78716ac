const { readdirSync } = require("node:fs");
const sdk = require("@aws/durable-execution-sdk-js");

const TEMPLATES = readdirSync("/opt/templates").sort();

async function render(event, context) {
  const rendered = [];
  for (const template of TEMPLATES) {
    rendered.push(await context.step(`render-${template}`, async () => `${template}:${event.id}`));
  }
  return rendered;
}

module.exports = { handler: sdk.withDurableExecution(render) };
