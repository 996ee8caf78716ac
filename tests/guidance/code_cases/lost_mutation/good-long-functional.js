import { withDurableExecution as wrap, waitStrategies } from "@aws/durable-execution-sdk-js";
import EventEmitter from "node:events";
import * as fs from "node:fs/promises";
import knex from "knex";
import mongoose, { Schema } from "mongoose";
const db = knex({ client: "pg", connection: process.env.DB });
const Order = mongoose.model("Order", new Schema({ total: Number }));
const compose = (...fns) => (x) => fns.reduce((y, f) => f(y), x);
const tap = (f) => (x) => { f(x); return x; };
const range = (n) => [...Array(n).keys()];
const withLog = (fn) => async (event, ctx) => { ctx.logger.info("start"); try { return await fn(event, ctx); } finally { ctx.logger.info("end"); } };
export const one = wrap(withLog(async (event, ctx) => {
  const total = compose((x) => x * 2, Math.round, tap((x) => ctx.logger.info(String(x))))(event.n);
  for (const i of range(3)) await ctx.step(`s-${i}`, async () => { const rows = await db("orders").where({ i }).select(); return rows.length; });
  const order = await ctx.step("order", async () => { const doc = await Order.findById(event.id).lean(); doc.total += 1; await Order.updateOne({ _id: doc._id }, doc); return doc; });
  const bus = new EventEmitter();
  bus.on("x", (v) => ctx.logger.info(v));
  bus.emit("x", total);
  return order;
}));
export const two = wrap(async (event, { step, wait, logger, promise }) => {
  const a = step("a", async () => 1);
  const b = step("b", async () => 2);
  const [x, y] = await promise.all([a, b]);
  await wait({ seconds: x + y });
  logger.info("two");
  const later = event.items.map((i) => () => step(`later-${i}`, async () => i));
  const out = [];
  for (const run of later) out.push(await run());
  return out;
});
export const three = wrap(async (event, ctx) => {
  const results = [];
  await event.items.reduce(async (before, item) => { await before; results.push(await ctx.step(`r-${item}`, async () => item)); }, Promise.resolve());
  const first = event.items.length ? await ctx.step("first", async () => event.items[0]) : null;
  const maybe = event.flag && (await ctx.step("maybe", async () => 1));
  const many = await Promise.all(event.items.map(async (i) => i * 2));
  (await ctx.map(event.items, (c, i) => c.step("x", async () => i))).throwIfError();
  const { promise, resolve } = Promise.withResolvers();
  resolve(1);
  await promise;
  return { results, first, maybe, many, when: Intl.DateTimeFormat("en").format(new Date(event.time)) };
});
export const four = wrap(async (event, ctx) => {
  let attempt = 0, status = "new";
  while (status !== "ok" && attempt < 5) {
    status = await ctx.step(`try-${attempt}`, async () => (await fetch(event.url)).ok ? "ok" : "bad");
    attempt++;
    if (status !== "ok") await ctx.wait(`backoff-${attempt}`, { seconds: 2 ** attempt });
  }
  const names = new Map(event.pairs);
  for (const [k, v] of names) await ctx.step(`pair-${k}`, async () => v);
  const dirs = await ctx.step("dirs", () => fs.readdir("/tmp"));
  for (const d of dirs.sort()) await ctx.step(`dir-${d}`, async () => d);
  const lines = [];
  await ctx.runInChildContext("child", async (child) => { const own = { n: 0 }; own.n++; own.list = []; own.list.push(1); for (const i of event.items) { own[i] = await child.step(`c-${i}`, async () => i); } return own; });
  const checked = await ctx.waitForCondition(async (s) => { const t = { ...s, n: s.n + 1 }; s.history?.concat(t.n); return t; }, { initialState: { n: 0 }, waitStrategy: waitStrategies?.exponential?.({}) ?? ((s) => ({ shouldContinue: s.n < 3, delay: { seconds: 5 } })) });
  lines.push(checked.n);
  return lines;
});
