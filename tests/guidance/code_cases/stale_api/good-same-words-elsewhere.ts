import { LambdaClient } from "@aws-sdk/client-lambda";
import type { ScheduledEvent } from "aws-lambda";
import { retry } from "./retry.js";

interface Options {
  client: LambdaClient;
  exponentialDelayFactor: number;
  jitterStrategy: "full" | "none";
}

const options: Options = {
  client: new LambdaClient({}),
  exponentialDelayFactor: 2,
  jitterStrategy: "full",
};

export const handler = async (event: ScheduledEvent) => {
  const outcome = await retry(event.id, options);
  return outcome.errorType === "CallbackError" ? null : outcome;
};
