import { withDurableExecution as wrap, type DurableContext } from "@aws/durable-execution-sdk-js";

const PAUSE = { minutes: 0 };

type Flight = { number: string; boarding: boolean };

export const handler = wrap(async (flight: Flight, dc: DurableContext): Promise<string> => {
  if (!flight.boarding) {
    await dc.wait("not-yet", { minutes: -5 }); // finds DF016
  }
  await dc.wait("gate-change", PAUSE); // finds DF016
  return dc.step("board", async () => flight.number);
});
