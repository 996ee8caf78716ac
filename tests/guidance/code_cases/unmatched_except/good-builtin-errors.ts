import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { grind } from "./lenses.js";

function read(card: string): { dioptres: number[] } {
  return JSON.parse(card) as { dioptres: number[] };
}

class Workshop {
  constructor(private readonly durable: DurableContext) {}

  async grind(event: { order?: { lens: string }; card: string; power: number }): Promise<string | null> {
    try {
      const { dioptres } = read(event.card);
      return await this.durable.step("grind", async () => grind(dioptres));
    } catch (error) {
      if (error instanceof TypeError || error instanceof SyntaxError) return null;
      throw error;
    }
  }

  async label(event: { order?: { lens: string }; power: number }): Promise<string> {
    try {
      return await this.durable.step(`label-${event.power.toFixed(2)}`, async () => `${event.power}`);
    } catch (error) {
      const outOfRange = error instanceof RangeError;
      return outOfRange ? "none" : "failed";
    }
  }
}

export const handler = withDurableExecution(
  async (event: { order?: { lens: string }; card: string; power: number; parts: string[] }, durable: DurableContext) => {
    const shop = new Workshop(durable);
    try {
      await durable.step(`frame-${event.order!.lens}`, async () => "frame");
    } catch (error) {
      if (error instanceof TypeError) return "no order";
      throw error;
    }
    try {
      await durable.invoke("ship", `arn:aws:lambda:eu-west-1:123456789012:function:${encodeURIComponent(event.card)}:live`, {});
    } catch (error) {
      if (error instanceof URIError) return "bad card";
      throw error;
    }
    try {
      const weights = await durable.step("weigh", async () => event.parts.map((part) => `{"part": "${part}"}`));
      weights.map(JSON.parse);
      for (const part of event.parts) await durable.step("pack", async () => part);
    } catch (error) {
      if (error instanceof SyntaxError) return "bad weights";
      if (error instanceof TypeError) return "no parts";
      if (error instanceof ReferenceError) return "bug";
      throw error;
    }
    return { lens: await shop.grind(event), label: await shop.label(event) };
  },
);
