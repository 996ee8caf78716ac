import * as durable from "@aws/durable-execution-sdk-js";

const TILES = 1000;

interface World {
  seed: number;
}

async function build(world: World, root: durable.DurableContext): Promise<number> {
  const tiles = new Array(TILES).fill(world.seed) as number[];
  const built = await root.map( // finds DF025
    "tiles",
    tiles,
    async (ctx, seed, i) => {
      const height = await ctx.step("height", async () => (seed * i) % 97);
      const water = await ctx.step("water", async () => height < 30);
      const trees = await ctx.step("trees", async () => (water ? 0 : height * 2));
      return ctx.step("tile", async () => ({ height, water, trees }));
    },
    { maxConcurrency: 50 },
  );
  built.throwIfError();
  return built.successCount;
}

export const handler = durable.withDurableExecution(build);
