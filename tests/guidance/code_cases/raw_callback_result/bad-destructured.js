const { withDurableExecution } = require("@aws/durable-execution-sdk-js");
const { startScan } = require("./scanner.js");

exports.handler = withDurableExecution(async (event, context) => {
  const { findings, severity } = await context.waitForCallback( // finds DF023
    "scan",
    async (callbackId) => startScan(event.image, callbackId),
    { timeout: { minutes: 30 }, heartbeatTimeout: { minutes: 5 } },
  );
  return { blocked: severity === "high", findings: findings.length };
});
