import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

type Seat = { row: number; number: number };

export const handler = withDurableExecution(async (event: { seats: Seat[]; show: string }, context: DurableContext) => {
  await context.step("open-show", async () => event.show);
  event.seats.forEach(async (seat) => {
    await context.step(`reserve-${seat.row}-${seat.number}`, async () => `${event.show}/${seat.row}`); // finds DF007
  });
  return { reserved: event.seats.length };
});
