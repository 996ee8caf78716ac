import { createRetryStrategy, withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { openFeed, storeRow, type Row } from "./feed.js";

interface ImportEvent {
  feed: string;
  limit: number;
}

interface Report {
  total: number;
  rejected: number;
  byCountry: Record<string, number>;
  errors: string[];
}

const steady = { retryStrategy: createRetryStrategy({ maxAttempts: 4 }) };

function emptyReport(): Report {
  return { total: 0, rejected: 0, byCountry: {}, errors: [] };
}

function isValid(row: Row): boolean {
  const problems: string[] = [];
  if (!row.country) problems.push("country");
  if (row.amount < 0) problems.push("amount");
  return problems.length === 0;
}

export const handler = withDurableExecution(async (event: ImportEvent, context: DurableContext): Promise<Report> => {
  const report = emptyReport();
  let amount = 0;

  const rows = await context.step(
    "open-feed",
    async (step) => {
      const all: Row[] = [];
      for await (const row of openFeed(event.feed)) {
        all.push(row);
        if (all.length >= event.limit) break;
      }
      step.logger.info("feed read", { rows: all.length });
      return all;
    },
    steady,
  );

  const valid: Row[] = [];
  for (const row of rows) {
    if (isValid(row)) valid.push(row);
    else report.rejected += 1;
  }

  const stored = await context.map(
    "store",
    valid,
    async (ctx, row, index) => {
      const id = await ctx.step(`store-${index}`, async () => storeRow(row), steady);
      amount += row.amount; // finds DF005
      const seen = report.byCountry[row.country] ?? 0;
      report.byCountry[row.country] = seen + 1; // finds DF005
      return id;
    },
    { maxConcurrency: 10, completionConfig: { toleratedFailurePercentage: 5 } },
  );
  for (const failure of stored.failed()) {
    report.errors.push(`${failure.index}: ${failure.error.message}`);
  }

  await context.wait("settle", { minutes: 15 });
  report.total = await context.step("total", async () => {
    const rounded = Math.round(amount);
    report.errors.sort(); // finds DF005
    return rounded;
  });
  return report;
});
