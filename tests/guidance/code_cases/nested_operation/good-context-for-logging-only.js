const sdk = require("@aws/durable-execution-sdk-js");

exports.handler = sdk.withDurableExecution(async (event, context) => {
  const arn = context.executionContext.durableExecutionArn;
  const summary = await context.step("summarise", async (step) => {
    step.logger.info("summarising", { arn, attempt: step.attempt });
    const left = context.lambdaContext.getRemainingTimeInMillis();
    return { left, lines: event.lines.map((line) => line.trim()).filter(Boolean) };
  });
  return summary.lines.length;
});
