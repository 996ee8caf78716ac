import { withRetry, createRetryStrategy, JitterStrategy, type DurableContext } from "@aws/durable-execution-sdk-js";
import { find } from "./repo";
export const steps = {
  async load(ctx: DurableContext, id: string) {
    return ctx.step("load", () => find(id), { retryStrategy: createRetryStrategy({ maxAttempts: 3, jitter: JitterStrategy.FULL }) });
  },
} as const;
export const retry = <T>(ctx: DurableContext, name: string, run: (ctx: DurableContext) => Promise<T>): Promise<T> =>
  withRetry(ctx, name, run, { retryStrategy: createRetryStrategy({ maxAttempts: 2 }) });
