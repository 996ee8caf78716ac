import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

interface Doc {
  id: string;
  text: string;
}

async function tokenize(ctx: DurableContext, doc: Doc): Promise<string[]> {
  return ctx.step("tokenize", async () => doc.text.split(/\s+/)); // finds DF004
}

async function index(event: { docs: Doc[] }, context: DurableContext): Promise<number> {
  let words = 0;
  for (const [i, doc] of event.docs.entries()) {
    words += await context.step(`index-${i}`, async () => {
      const tokens = await tokenize(context, doc);
      return tokens.length;
    });
  }
  return words;
}

export const handler = withDurableExecution(index);
