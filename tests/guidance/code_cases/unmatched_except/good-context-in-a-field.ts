import { StepError, type DurableContext } from "@aws/durable-execution-sdk-js";
import { Seats } from "./seats.js";

class SoldOut extends Error {}

export class Booking {
  private durable?: DurableContext;
  private readonly seats = new Seats();

  attach(durable: DurableContext): this {
    this.durable = durable;
    return this;
  }

  private take(row: string): string {
    if (Date.now() > this.seats.closing) throw new SoldOut(row);
    return this.seats.take(row);
  }

  async book(row: string): Promise<string | null> {
    try {
      if (row === "") throw new SoldOut(row);
      return await this.durable!.step("hold", async () => this.take(row));
    } catch (error) {
      if (error instanceof SoldOut) return null;
      if (error instanceof StepError && (error.cause as Error | undefined)?.name === "SoldOut") return null;
      throw error;
    }
  }

  static report(rows: string[]): string[] {
    return rows.map((row) => `${row} ${Date.now()}`);
  }
}
