import * as sdk from "@aws/durable-execution-sdk-js";
import { transfer, sendPostcard, debit } from "./partners.js";

const never = (): sdk.RetryDecision => ({ shouldRetry: false });

export const handler = sdk.withDurableExecution(
  async (event: { from: string; to: string; cents: number }, context: sdk.DurableContext) => {
    const moved = await context.step("transfer", async () => transfer(event.from, event.to, event.cents) as string, {
      semantics: sdk.StepSemantics.AtMostOncePerRetry,
      retryStrategy: sdk.retryPresets.noRetry,
    });
    const debited = await context.step("debit", async () => debit(event.from, event.cents) as string, {
      semantics: sdk.StepSemantics.AtMostOncePerRetry,
      retryStrategy: never,
    });
    await context.step("send-postcard", async () => sendPostcard(event.to), { retryStrategy: sdk.retryPresets.noRetry });
    return { moved, debited };
  },
);
