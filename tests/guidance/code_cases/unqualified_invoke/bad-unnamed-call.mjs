import * as durable from "@aws/durable-execution-sdk-js";

async function score(event, ctx) {
  const features = await ctx.step("features", async () => event.values.map((v) => v / 10));
  const prediction = await ctx.invoke("churn-model", { features }); // finds DF018
  await ctx.wait("label-delay", { days: 7 });
  return prediction;
}

export const handler = durable.withDurableExecution(score);
