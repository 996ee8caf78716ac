const lib = require("@aws/durable-execution-sdk-js");

class Estimator {
  async hours(task) {
    return task.points * 4;
  }
}

const estimator = new Estimator();

async function estimate(event, context) {
  const hours = await context.map("tasks", event.tasks, async (ctx, task) =>
    ctx.step("hours", estimator.hours(task)), // finds DF015
  );
  hours.throwIfError();
  return hours.getResults();
}

exports.handler = lib.withDurableExecution(estimate);
