import type { DurableContext } from "@aws/durable-execution-sdk-js";
import { Seats } from "./seats.js";

class SoldOut extends Error {}

export class Booking {
  private readonly seats = new Seats();

  constructor(private readonly durable: DurableContext) {}

  private async hold(row: string): Promise<string> {
    return this.durable.step("hold", async () => this.take(row));
  }

  private take(row: string): string {
    if (Date.now() > this.seats.closing) throw new SoldOut(row);
    return this.seats.take(row);
  }

  async book(row: string): Promise<string | null> {
    try {
      return await this.hold(row);
    } catch (error) {
      const soldOut = error instanceof SoldOut; // finds DF020
      if (soldOut) return null;
      throw error;
    }
  }
}
