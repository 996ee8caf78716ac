const { withDurableExecution } = require("@aws/durable-execution-sdk-js");
const { parseManifest, ManifestError } = require("./manifest.js");

exports.handler = withDurableExecution(async (event, context) => {
  let manifest;
  try {
    manifest = parseManifest(event.text);
  } catch (error) {
    if (error instanceof ManifestError) return { ok: false, line: error.line };
    throw error;
  }
  const loaded = await context.step("load", async () => manifest.entries.length);
  return { ok: true, loaded };
});
