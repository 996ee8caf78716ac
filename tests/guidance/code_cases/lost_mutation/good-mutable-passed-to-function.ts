import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { applyDiscounts } from "./pricing.js";

interface Cart {
  id: string;
  lines: { sku: string; price: number }[];
}

export const handler = withDurableExecution(async (cart: Cart, context: DurableContext): Promise<Cart> => {
  const priced = await context.step("discounts", async () => {
    const copy = structuredClone(cart);
    copy.lines.reverse();
    copy.lines[0] = { ...copy.lines[0], price: 0 };
    const { lines } = await applyDiscounts(copy);
    return { ...cart, lines };
  });
  priced.lines.push({ sku: "gift-wrap", price: 0 });
  return priced;
});
