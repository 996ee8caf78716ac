import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { decode, grind } from "./lenses.js";

class Workshop {
  private readonly log: string[] = [];

  constructor(private readonly durable: DurableContext) {}

  async grind(event: { lens: string; dioptres: number[] }): Promise<string | null> {
    try {
      this.log.push(`grinding ${event.lens}`);
      await this.durable.wait("cool", { minutes: 5 });
      return await this.durable.step(`grind-${event.lens}`, async () => grind(event.dioptres.map((d) => d.toFixed(2))));
    } catch (error) {
      if (error instanceof TypeError || error instanceof RangeError) return null; // finds DF020
      throw error;
    }
  }
}

export const handler = withDurableExecution(
  async (event: { lens: string; dioptres: number[]; card: string }, durable: DurableContext) => {
    let card = {};
    try {
      durable.logger.info("reading", { lens: event.lens });
      card = await durable.step("read-card", async () => JSON.parse(decode(event.card)) as object);
    } catch (error) {
      const broken = error instanceof SyntaxError; // finds DF020
      const outcome = !broken && error instanceof URIError ? "odd" : "broken"; // finds DF020
      durable.logger.warn("no card", { broken, outcome });
    }
    const engraved = await durable
      .step("engrave", async () => decode(event.lens))
      .catch((reason: unknown) => (reason instanceof TypeError ? "plain" : "failed")); // finds DF020
    return { card, engraved, lens: await new Workshop(durable).grind(event) };
  },
);
