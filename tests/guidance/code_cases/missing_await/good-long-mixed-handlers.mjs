import { withDurableExecution } from "@aws/durable-execution-sdk-js";
import Stripe from "stripe";
import dayjs from "dayjs";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { setTimeout as sleep } from "node:timers/promises";
import fs, { promises as fsp } from "node:fs";

const events = new EventBridgeClient();
const stripe = new Stripe(process.env.STRIPE);
const cache = new Map();

const memo = (fn) => async (key) => {
  if (!cache.has(key)) cache.set(key, await fn(key));
  return cache.get(key);
};
const rate = memo(async (currency) => (await fetch(`https://rates/${currency}`)).json());

export const poll = withDurableExecution(async ({ job, until }, ctx) => {
  const deadline = dayjs(until).add(1, "day").toISOString();
  const state = await ctx.waitForCondition("job", async (current, { logger }) => {
    const response = await fetch(`https://jobs/${job}`);
    const next = await response.json();
    logger.info("polled", next);
    await sleep(50);
    return { ...current, ...next, at: Date.now() };
  }, {
    initialState: { status: "new", tries: 0 },
    waitStrategy: (current, attempt) => current.status === "done" || attempt > 20
      ? { shouldContinue: false }
      : { shouldContinue: true, delay: { seconds: Math.min(300, 2 ** attempt) } },
  });
  if (state.status !== "done") throw new Error(`job ${job} is late: ${deadline}`);
  await ctx.step("tell", async () => {
    await events.send(new PutEventsCommand({ Entries: [{ Source: "jobs", DetailType: "done", Detail: JSON.stringify({ job, when: new Date() }) }] }));
  }, { semantics: "AT_MOST_ONCE_PER_RETRY", retryStrategy: () => ({ shouldRetry: false }) });
  return { job, deadline };
});

export const rates = withDurableExecution(async (event, ctx) => {
  const found = {};
  for (const currency of event.currencies ?? ["EUR"]) {
    found[currency] = await ctx.step(`rate-${currency}`, () => rate(currency));
  }
  const sum = Object.values(found).reduce((total, each) => total + each.value, 0);
  const top = Object.entries(found).sort(([, a], [, b]) => b.value - a.value).map(([name]) => name)[0];
  return { sum, top, found };
});

export const files = withDurableExecution(async (event, ctx) => {
  const names = await ctx.step("list", async () => (await fsp.readdir(event.dir)).filter((n) => n.endsWith(".json")));
  const promises = names.map((name) => ctx.step(`read-${name}`, async () => JSON.parse(fs.readFileSync(`${event.dir}/${name}`, "utf8"))));
  const contents = await ctx.promise.all("contents", promises);
  let total = 0;
  contents.forEach((each) => { total += each.amount; });
  const settled = await ctx.promise.allSettled(names.map((name) => ctx.step(`rm-${name}`, () => fsp.unlink(name))));
  const failed = settled.filter((each) => each.status === "rejected").map((each) => String(each.reason));
  return { total, failed };
});

async function* pages(ctx, first) {
  let token = first;
  do {
    const page = await ctx.step(`page-${token ?? "start"}`, async () => (await fetch(`https://api/pages?token=${token}`)).json());
    yield page.items;
    token = page.next;
  } while (token);
}
export const paging = withDurableExecution(async (event, ctx) => {
  const all = [];
  for await (const items of pages(ctx, event.token)) all.push(...items);
  return all.length;
});

export const racing = withDurableExecution(async (event, context) => {
  const [approval, id] = await context.createCallback("approval", { timeout: { days: 1 } });
  await context.step("ask", async () => stripe.invoices.sendInvoice(event.invoice, {}, { idempotencyKey: id }));
  const winner = await context.promise.race("first", [
    approval.then((text) => ({ kind: "approved", ...JSON.parse(text) })),
    context.wait("limit", { hours: 12 }).then(() => ({ kind: "timeout" })),
  ]);
  switch (winner.kind) {
    case "approved": {
      const charge = await context.step("capture", () => stripe.charges.capture(event.charge, {}, { idempotencyKey: `${id}-capture` }));
      return { charge: charge.id };
    }
    default:
      return { charge: null };
  }
});

function counter() { let n = 0; return { next: () => ++n, get value() { return n; } }; }
export const counted = withDurableExecution(async (event, ctx) => {
  const ids = counter();
  for (const item of event.items) await ctx.step(`item-${ids.next()}`, async () => item);
  const seen = new Set();
  const unique = event.items.filter((i) => !seen.has(i.id) && seen.add(i.id));
  const groups = unique.reduce((all, i) => { (all[i.kind] ||= []).push(i); return all; }, {});
  const done = await ctx.map("groups", Object.entries(groups), async (child, [kind, items], index) => {
    const results = [];
    for (const each of items) results.push(await child.step(`${kind}-${index}-${each.id}`, async () => each.id));
    return results;
  });
  if (done.failureCount > 0) throw new AggregateError(done.getErrors());
  return { n: ids.value, all: done.getResults().flat() };
});
