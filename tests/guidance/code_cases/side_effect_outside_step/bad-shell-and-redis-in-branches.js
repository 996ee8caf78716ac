const { execFileSync } = require("node:child_process");
const { createClient } = require("redis");
const sdk = require("@aws/durable-execution-sdk-js");

const redis = createClient({ url: process.env.REDIS_URL });

const convert = async (ctx, file) => {
  execFileSync("/opt/bin/convert", [file, "/tmp/out.png"]); // finds DF002
  return ctx.step("measure", async () => ({ file, bytes: file.length }));
};

module.exports.handler = sdk.withDurableExecution(async (event, context) => {
  const images = await context.parallel("images", [
    { name: "front", func: async (ctx) => convert(ctx, event.front) },
    {
      name: "back",
      func: async (ctx) => {
        await redis.set(`seen:${event.id}`, "1"); // finds DF002
        return ctx.step("measure", async () => ({ file: event.back, bytes: 0 }));
      },
    },
  ]);
  images.throwIfError();
  return images.getResults();
});
