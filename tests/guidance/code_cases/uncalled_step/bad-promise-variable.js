const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

const normalise = async (rows) => rows.map((row) => row.trim().toLowerCase());

exports.handler = withDurableExecution(async (event, context) => {
  const promise = normalise(event.rows);
  const rows = await context.step("normalise", promise); // finds DF015
  const size = await context.step("size", Promise.resolve(rows.length)); // finds DF015
  return { size };
});
