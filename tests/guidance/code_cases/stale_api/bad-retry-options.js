const { createRetryStrategy, JitterStrategy, withDurableExecution } = require("@aws/durable-execution-sdk-js");

const retry = createRetryStrategy({
  maxAttempts: 5,
  initialDelay: { seconds: 2 },
  exponentialDelayFactor: 2, // finds DF021
  jitterStrategy: JitterStrategy.FULL, // finds DF021
});

exports.handler = withDurableExecution(async (event, context) => {
  const rows = await context.step("import", async () => event.rows.length, { retryStrategy: retry });
  return { rows };
});
