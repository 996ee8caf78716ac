import { withDurableExecution, defaultSerdes, type DurableContext } from "@aws/durable-execution-sdk-js";
import { askChef } from "./kitchen.js";

interface Dish {
  table: number;
  name: string;
}

class Kitchen {
  constructor(private readonly ctx: DurableContext) {}

  cook(dish: Dish) {
    return this.ctx.waitForCallback<{ ready: boolean }>(
      `cook-${dish.table}`,
      async (callbackId) => {
        await askChef(dish.name, callbackId);
      },
      { timeout: { minutes: 40 }, serdes: defaultSerdes },
    );
  }

  patience(dish: Dish) {
    return this.ctx.wait(`patience-${dish.table}`, { minutes: 30 });
  }
}

export const handler = withDurableExecution(async (dish: Dish, ctx: DurableContext) => {
  const kitchen = new Kitchen(ctx);
  const first = await Promise.race([kitchen.cook(dish), kitchen.patience(dish)]); // finds DF008
  return { served: first !== undefined };
});
