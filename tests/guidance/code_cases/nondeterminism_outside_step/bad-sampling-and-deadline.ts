import * as durable from "@aws/durable-execution-sdk-js";
import dayjs from "dayjs";
import { nanoid as shortId } from "nanoid";

type Trip = { from: string; to: string; seats: number };

const planTrip = async (trip: Trip, dc: durable.DurableContext): Promise<string> => {
  const reference = shortId(); // finds DF001
  const holdUntil = dayjs().add(2, "hour").toISOString(); // finds DF001
  if (Math.random() < 0.05) { // finds DF001
    await dc.step("audit-sample", async () => ({ reference, seats: trip.seats }));
  }
  await dc.wait("hold-seats", { minutes: 30 });
  return dc.step("issue-ticket", async () => `${reference}/${trip.from}-${trip.to}/${holdUntil}`);
};

export const handler = durable.withDurableExecution(planTrip);
