import * as durable from "@aws/durable-execution-sdk-js";
import { queueInspection } from "./inspections.js";

type Inspection = { grade: "A" | "B" | "C"; inspector: string };

const inspectionConfig = { timeout: { days: 7 }, heartbeatTimeout: { hours: 12 } };

class HouseSale {
  constructor(private readonly ctx: durable.DurableContext) {}

  async inspect(house: string): Promise<Inspection & { house: string }> {
    const inspection = await this.ctx.waitForCallback<Inspection>(
      "inspection",
      async (callbackId) => {
        await queueInspection(house, callbackId);
      },
      inspectionConfig,
    );
    return { house, ...inspection }; // finds DF023
  }
}

export const handler = durable.withDurableExecution(async (event: { house: string }, ctx: durable.DurableContext) =>
  new HouseSale(ctx).inspect(event.house),
);
