import type { Duration } from "@aws/durable-execution-sdk-js";

export function within(minutes: number): { timeout: Duration } {
  return { timeout: { minutes } };
}
