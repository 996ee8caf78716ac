const durable = require("@aws/durable-execution-sdk-js");

async function main(event, context) {
  async function primary() {
    const answer = await context.step("primary", async () => event.question.length); // finds DF006
    return answer;
  }
  const secondary = async (ctx) => ctx.step("secondary", async () => event.question.toUpperCase());

  const answers = await context.parallel("ask-models", [primary, secondary], { maxConcurrency: 2 });
  answers.throwIfError();
  return answers.getResults();
}

module.exports.handler = durable.withDurableExecution(main);
