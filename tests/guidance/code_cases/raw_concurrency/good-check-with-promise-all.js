const { withDurableExecution, createWaitStrategy } = require("@aws/durable-execution-sdk-js");

const stateOf = async (id) => (await fetch(`${process.env.API}/jobs/${id}`)).json();

exports.handler = withDurableExecution(async (event, context) => {
  const outcome = await context.waitForCondition(
    "all-jobs",
    async () => {
      const jobs = await Promise.all(event.ids.map(stateOf));
      return { open: jobs.filter((job) => job.state !== "done").length };
    },
    {
      initialState: { open: event.ids.length },
      waitStrategy: createWaitStrategy({ shouldContinuePolling: (s) => s.open > 0, maxAttempts: 30 }),
    },
  );
  return outcome.open === 0;
});
