import { withDurableExecution as durable, type DurableContext } from "@aws/durable-execution-sdk-js";

interface Move {
  from: string;
  to: string;
  gb: number;
}

export const handler = durable(async (event: { moves: Move[] }, ctx: DurableContext) => {
  const budget = await ctx.step("budget", async () => 500);
  const moved = await ctx.map(
    "moves",
    event.moves,
    async (moveCtx, move, position, everything) => {
      if (move.gb > budget) return 0;
      const share = move.gb / everything.length;
      await moveCtx.wait(`slot-${position}`, { minutes: 1 });
      return moveCtx.step("copy", async () => Math.ceil(share));
    },
    { maxConcurrency: 2 },
  );
  moved.throwIfError();
  return moved.getResults();
});
