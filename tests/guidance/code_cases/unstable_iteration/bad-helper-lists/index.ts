import { withDurableExecution as durable, type DurableContext as Context } from "@aws/durable-execution-sdk-js";
import { recipes } from "./recipes.js";

export const handler = durable(async (event: { shop: string }, ctx: Context) => {
  const baked: string[] = [];
  for (const recipe of recipes(event.shop)) { // finds DF024
    baked.push(await ctx.step(`bake-${recipe}`, async () => `${recipe}:baked`));
    await ctx.wait(`rest-${recipe}`, { minutes: 20 });
  }
  return baked;
});
