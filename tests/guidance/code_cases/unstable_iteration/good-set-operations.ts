import * as lib from "@aws/durable-execution-sdk-js";

const DEFAULTS = new Set(["north", "south"]);

export const handler = lib.withDurableExecution(
  async (event: { regions: string[]; skip: string[] }, context: lib.DurableContext) => {
    const skip = new Set(event.skip);
    const wanted = [...new Set([...DEFAULTS, ...event.regions])].filter((region) => !skip.has(region));
    const rolled = await context.map("regions", wanted, async (ctx, region) =>
      ctx.step("roll", async () => `${region}:rolled`),
    );
    rolled.throwIfError();
    const groups = new Map<string, string[]>();
    for (const region of wanted) groups.set(region[0], [...(groups.get(region[0]) ?? []), region]);
    for (const [letter, members] of groups) {
      await context.step(`group-${letter}`, async () => members.length);
    }
    return rolled.getResults();
  },
);
