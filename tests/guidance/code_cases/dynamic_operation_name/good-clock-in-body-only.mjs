import { withDurableExecution, withRetry, createRetryStrategy } from "@aws/durable-execution-sdk-js";

const stampName = (base, key) => [base, key].join("/");

export const handler = withDurableExecution(async (event, context) => {
  const version = await withRetry(
    context,
    stampName("publish-docs", event.site),
    async (ctx, attempt) => {
      const built = await ctx.step(`build-${attempt}`, async () => `v${Date.now()}`);
      return ctx.step(`verify-${attempt}`, async () => built);
    },
    { retryStrategy: createRetryStrategy({ maxAttempts: 3 }) },
  );
  return version;
});
