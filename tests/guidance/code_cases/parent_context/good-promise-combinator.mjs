import * as sdk from "@aws/durable-execution-sdk-js";

export const handler = sdk.withDurableExecution(async (event, context) => {
  return context.runInChildContext("compare", async (ctx) => {
    const [a, b] = await ctx.promise.all("both", [
      ctx.step("a", async () => event.a * 2),
      ctx.step("b", async () => event.b * 3),
    ]);
    return ctx.step("diff", async () => a - b);
  });
});
