import { withDurableExecution as durable } from "@aws/durable-execution-sdk-js";

export const handler = durable(async (event, ctx) => {
  const parsed = await ctx.step( // finds DF015
    "parse",
    (async () => {
      const lines = event.body.split("\n");
      return lines.map((line) => line.split("\t"));
    })(),
  );
  await ctx.wait("between", { seconds: 10 });
  return parsed.length;
});
