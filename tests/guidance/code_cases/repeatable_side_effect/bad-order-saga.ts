import {
  createRetryStrategy,
  DurableOperationError,
  JitterStrategy,
  retryPresets,
  StepSemantics,
  withDurableExecution,
  type DurableContext,
} from "@aws/durable-execution-sdk-js";
import * as inventory from "./inventory.js";
import * as wallet from "./wallet.js";
import * as desk from "./desk.js";

interface Line {
  sku: string;
  quantity: number;
}

interface PurchaseOrder {
  id: string;
  buyer: string;
  lines: Line[];
  cents: number;
}

interface Outcome {
  status: "complete" | "cancelled";
  reference?: string;
}

const patient = {
  retryStrategy: createRetryStrategy({
    maxAttempts: 8,
    initialDelay: { seconds: 5 },
    maxDelay: { minutes: 2 },
    backoffRate: 2,
    jitter: JitterStrategy.FULL,
  }),
};

async function undo(context: DurableContext, order: PurchaseOrder, reserved: string[]): Promise<void> {
  await context.runInChildContext("undo", async (child) => {
    for (const [i, id] of reserved.entries()) {
      await child.step(`release-${i}`, async () => inventory.release(id), patient);
    }
    await child.step("cancel-order", async () => desk.cancel(order.id));
  });
}

async function reserveAll(context: DurableContext, order: PurchaseOrder): Promise<string[]> {
  const batch = await context.map(
    "reserve",
    order.lines,
    async (ctx, line) => ctx.step("reserve-line", async () => inventory.reserve(line.sku, line.quantity)),
    { maxConcurrency: 4, itemNamer: (line) => `line-${line.sku}` },
  );
  batch.throwIfError();
  return batch.getResults() as string[];
}

export const handler = withDurableExecution(
  async (order: PurchaseOrder, context: DurableContext): Promise<Outcome> => {
    const reserved = await reserveAll(context, order);
    try {
      const balance = await context.step("read-balance", async () => wallet.balance(order.buyer));
      if (balance < order.cents) {
        await undo(context, order, reserved);
        return { status: "cancelled" };
      }
      const reference = await context.step( // finds DF019
        "withdraw",
        async () => wallet.take(order.buyer, order.cents),
        patient,
      );
      await context.step("capture-hold", async () => wallet.capture(order.id), { // finds DF019
        semantics: StepSemantics.AtLeastOncePerRetry,
      });
      await context.step("debit-ledger", async () => desk.book(order.id), { retryStrategy: retryPresets.noRetry });
      return { status: "complete", reference: String(reference) };
    } catch (error) {
      if (error instanceof DurableOperationError) {
        await undo(context, order, reserved);
        return { status: "cancelled" };
      }
      throw error;
    }
  },
);
