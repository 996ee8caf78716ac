import {
  createRetryStrategy,
  createWaitStrategy,
  defaultSerdes,
  withDurableExecution,
  type DurableContext,
} from "@aws/durable-execution-sdk-js";
import * as crypto from "node:crypto";
import * as repo from "./repository.js";

interface Claim {
  id: string;
  policy: string;
  lossDate: string;
  photos: string[];
}

interface Verdict {
  accepted: boolean;
  adjuster: string;
}

interface Estimate {
  ready: boolean;
  euros: number;
}

const steady = { retryStrategy: createRetryStrategy({ maxAttempts: 4, initialDelay: { seconds: 3 } }) };

function ageInDays(lossDate: string): number {
  return Math.floor((Date.now() - Date.parse(lossDate)) / 86_400_000); // finds DF001
}

function reference(policy: string): string {
  return `${policy}-${crypto.randomBytes(4).toString("hex")}`; // finds DF001
}

async function analyse(context: DurableContext, claim: Claim): Promise<number[]> {
  const photos = await context.map(
    "photos",
    claim.photos,
    async (ctx, photo, i) => {
      ctx.logger.info("photo", { i });
      return ctx.step(`analyse-${i}`, async () => repo.damage(photo), steady);
    },
    { maxConcurrency: 3, itemNamer: (_photo, i) => `photo-${i}` },
  );
  photos.throwIfError();
  return photos.getResults() as number[];
}

export const handler = withDurableExecution(async (claim: Claim, context: DurableContext) => {
  const opened = Date(); // finds DF001
  const id = reference(claim.policy);
  if (ageInDays(claim.lossDate) > 365) {
    return { id, status: "too-late", opened };
  }
  await context.step("open", async () => repo.open(id, claim, new Date().toISOString()), steady);
  const damage = await analyse(context, claim);

  const estimate = await context.waitForCondition<Estimate>(
    "estimate",
    async (state) => {
      const euros = await repo.estimate(id, damage);
      return { ...state, ready: euros > 0, euros };
    },
    {
      initialState: { ready: false, euros: 0 },
      waitStrategy: createWaitStrategy<Estimate>({
        shouldContinuePolling: (state) => !state.ready,
        maxAttempts: 24,
        initialDelay: { minutes: 10 },
      }),
    },
  );

  const verdict = await context.waitForCallback<Verdict>(
    "adjuster",
    async (callbackId, ctx) => {
      ctx.logger.info("adjuster asked", { at: Date.now() });
      await repo.assign(id, callbackId, crypto.randomUUID());
    },
    { timeout: { days: 10 }, heartbeatTimeout: { days: 2 }, serdes: defaultSerdes },
  );
  await context.step("close", async () => repo.close(id, verdict.accepted), steady);
  return { id, status: verdict.accepted ? "accepted" : "refused", euros: estimate.euros, opened };
});
