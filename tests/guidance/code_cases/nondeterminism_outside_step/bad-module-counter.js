const { withDurableExecution } = require("@aws/durable-execution-sdk-js");
const { performance } = require("node:perf_hooks");

let processed = 0;

async function importRows(event, context) {
  const startedAt = performance.now(); // finds DF001
  for (const row of event.rows) {
    processed += 1; // finds DF001
    await context.step("import-row", async () => ({ id: row.id, ok: true }));
  }
  context.logger.info("rows imported", { processed, since: startedAt });
  return { processed };
}

exports.handler = withDurableExecution(importRows);
