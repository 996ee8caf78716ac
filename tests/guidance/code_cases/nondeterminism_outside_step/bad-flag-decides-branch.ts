import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

interface Claim {
  id: string;
  amount: number;
}

const audited = (): boolean => process.env.AUDIT_CLAIMS === "on"; // finds DF001

export const handler = withDurableExecution(async (claim: Claim, context: DurableContext) => {
  const score = await context.step("score", async () => (claim.amount > 1_000 ? 2 : 1));
  if (process.env.FRAUD_CHECK && score > 1) { // finds DF001
    await context.step("fraud-check", async () => ({ id: claim.id, clean: true }));
  }
  if (audited()) await context.step("audit", async () => claim.id);
  return { id: claim.id, score };
});
