import { type DurableContext, StepSemantics, retryPresets } from "@aws/durable-execution-sdk-js";
import Stripe from "stripe";
const stripe = new Stripe(process.env.STRIPE_KEY!);
export type Receipt = { id: string };
export async function charge(ctx: DurableContext, amount: number, key: string): Promise<Receipt> {
  const intent = await ctx.step("charge", async () => {
    const made = await stripe.paymentIntents.create({ amount, currency: "eur" }, { idempotencyKey: key });
    return { id: made.id, status: made.status };
  });
  if (intent.status !== "succeeded") {
    const [done, callbackId] = await ctx.createCallback<string>("3ds", { timeout: { minutes: 15 } });
    await ctx.step("ask", async () => { await fetch(`https://pay.example/${callbackId}`, { method: "POST" }); });
    const outcome = JSON.parse(await done) as { ok: boolean };
    if (!outcome.ok) throw new Error("refused");
  }
  return { id: intent.id };
}
