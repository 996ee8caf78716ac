import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(
  async (event: { tags: string[]; limits: Record<string, number> }, context: DurableContext) => {
    const seen: string[] = [];
    for (const tag of new Set(event.tags)) {
      seen.push(await context.step(`tag-${tag}`, async () => tag.toUpperCase()));
    }
    for (const [key, limit] of Object.entries(event.limits)) {
      await context.step(`limit-${key}`, async () => limit * 2);
    }
    const byKey = new Map(Object.keys(event.limits).map((key) => [key, key.length] as const));
    for (const [key, size] of byKey) {
      await context.step(`size-${key}`, async () => size);
    }
    return seen;
  },
);
