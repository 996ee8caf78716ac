const sdk = require("@aws/durable-execution-sdk-js");

const branch = (context, event) =>
  event.fast
    ? context.step("fast", async () => event.id)
    : context.runInChildContext("slow", (child) => child.step("slow", async () => event.id));

exports.handler = sdk.withDurableExecution(async (event, context) => {
  const id = await branch(context, event);
  const maybe = event.verify && (await context.step("verify", async () => id.length > 3));
  const work = event.again ? branch(context, { ...event, fast: true }) : undefined;
  const again = work ? await work : null;
  return { id, maybe, again };
});
