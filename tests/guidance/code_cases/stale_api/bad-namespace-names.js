const durable = require("@aws/durable-execution-sdk-js");
const { LambdaClient: Client } = require("@aws-sdk/client-lambda");

const strategy = durable.createLinearRetryStrategy(5, 1, 10); // finds DF021

const main = async (event, ctx) => {
  const picked = await ctx.Promise.race("mirrors", [ // finds DF021
    ctx.step("mirror-a", async () => `a/${event.path}`, { retryStrategy: strategy }),
    ctx.step("mirror-b", async () => `b/${event.path}`, {
      retryStrategy: durable.createRetryStrategy({ maxAttempts: 2, exponentialDelayFactor: 1.5 }), // finds DF021
    }),
  ]);
  return picked;
};

module.exports.handler = durable.withDurableExecution(main, { client: new Client({}) }); // finds DF021
