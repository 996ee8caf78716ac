import { withDurableExecution as durable } from "@aws/durable-execution-sdk-js";

export const handler = durable(async ({ rooms }, ctx) => {
  const attempts = await Promise.allSettled( // finds DF008
    rooms.map(async (room, i) => {
      const free = await ctx.step(`check-${i}`, async () => room.capacity > 4);
      if (!free) throw new Error(`room ${room.id} is full`);
      return ctx.step(`hold-${i}`, async () => room.id);
    }),
  );
  await ctx.wait("confirmation", { minutes: 10 });
  return attempts.filter((a) => a.status === "fulfilled").map((a) => a.value);
});
