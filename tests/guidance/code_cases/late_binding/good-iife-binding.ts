import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

type Branch = (ctx: DurableContext) => Promise<number>;

export const handler = withDurableExecution(async (event: { weights: number[] }, context: DurableContext) => {
  const branches: Branch[] = [];
  for (var i = 0; i < event.weights.length; i++) {
    const weight = event.weights[i];
    branches.push(((position: number): Branch => async (ctx) => ctx.step("weigh", async () => weight + position))(i));
  }
  const done = await context.parallel("weigh", branches);
  done.throwIfError();
  return done.getResults();
});
