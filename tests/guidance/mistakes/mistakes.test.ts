// Each mistake gives the wrong result when it is run on AWS's local runner; its right twin does not.
import { LocalDurableTestRunner, WaitingOperationStatus } from "@aws/durable-execution-sdk-js-testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as handlers from "./handlers.js";
import { note, seen } from "./world.js";

beforeEach(() => {
  seen.length = 0;
  vi.stubGlobal("fetch", async () => new Response(note("write")));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});
const setUp = () => LocalDurableTestRunner.setupTestEnvironment({ skipTime: true });
const tearDown = () => LocalDurableTestRunner.teardownTestEnvironment();

type Handler = typeof handlers.uuidInStep;

async function run(handler: unknown, answer?: string) {
  const runner = new LocalDurableTestRunner<unknown>({ handlerFunction: handler as Handler });
  const running = runner.run({ payload: {} });
  if (answer !== undefined) {
    const callback = runner.getOperation("answer");
    await callback.waitForData(WaitingOperationStatus.SUBMITTED);
    await callback.sendCallbackSuccess(answer);
  }
  const done = await running;
  const status = done.getStatus();
  return {
    status,
    result: status === "SUCCEEDED" ? done.getResult() : undefined,
    error: status === "SUCCEEDED" ? "" : `${done.getError().errorType}: ${done.getError().errorMessage}`,
    invocations: done.getInvocations().length,
    seen: [...seen],
  };
}

const succeeded = { status: "SUCCEEDED" };
const failed = (text: string) => ({ status: "FAILED", error: expect.stringContaining(text) as string });
const replayed = { ...succeeded, invocations: 2 };

// The name, what is run, how it ends, and what calls back.
type Row = [string, unknown, object, string?];
const shownByReplay: Row[] = [
  ["uuid_outside_step", handlers.uuidOutsideStep, { ...replayed, result: { same: false } }],
  ["uuid_outside_step: right", handlers.uuidInStep, { ...replayed, result: { same: true } }],
  ["write_outside_step", handlers.writeOutsideStep, { ...replayed, seen: ["write", "write"] }],
  ["write_outside_step: right", handlers.writeInStep, { ...replayed, seen: ["write"] }],
  ["name_from_counter", handlers.nameFromCounter, failed("NonDeterministicExecutionError")],
  ["name_from_counter: right", handlers.nameFixed, replayed],
  ["closure_mutation", handlers.closureMutation, { ...replayed, result: [] }],
  ["closure_mutation: right", handlers.returnedValue, { ...replayed, result: ["A7"] }],
  ["step_not_awaited", handlers.stepNotAwaited, { ...succeeded, result: 0 }],
  ["step_not_awaited: right", handlers.stepAwaited, { ...succeeded, result: 1 }],
  ["wait_not_awaited", handlers.waitNotAwaited, { ...succeeded, invocations: 1 }],
  ["wait_not_awaited: right", handlers.waitAwaited, replayed],
  ["for_each_async", handlers.forEachAsync, { ...succeeded, result: 0 }],
  ["for_each_async: right", handlers.forOf, { ...succeeded, result: 2 }],
  ["promise_race", handlers.promiseRace, { ...succeeded, result: "slow", seen: ["fast", "slow"] }],
  ["promise_race: right", handlers.contextRace, { ...succeeded, result: "fast", seen: ["fast", "fast"] }],
  ["sleep_in_handler", handlers.sleepInHandler, { ...replayed, seen: ["slept", "slept"] }],
  ["sleep_in_handler: right", handlers.waitInHandler, succeeded],
  ["wait_number", handlers.waitNumber, failed("Cannot use 'in' operator")],
  ["wait_number: right", handlers.waitDuration, replayed],
  ["wait_too_short", handlers.waitTooShort, succeeded],
  ["wait_too_short: right", handlers.waitDuration, replayed],
  ["step_returns_map", handlers.stepReturnsMap, { ...replayed, result: 0 }],
  ["step_returns_map: right", handlers.stepReturnsObject, { ...replayed, result: 1 }],
];
const shownAtOnce: Row[] = [
  ["step_in_step", handlers.stepInStep, failed("You are using a parent or sibling context")],
  ["step_in_step: right", handlers.stepInChild, { ...succeeded, result: "room" }],
  ["parent_context_in_child", handlers.parentContextInChild, failed("You are using a parent or sibling context")],
  ["parent_context_in_child: right", handlers.childContextInChild, { ...succeeded, result: "seat" }],
  ["batch_failure_unseen", handlers.batchFailureUnseen, { ...succeeded, result: [] }],
  ["batch_failure_unseen: right", handlers.batchFailureSeen, failed("the first fails")],
  ["var_in_loop", handlers.varInLoop, { ...succeeded, result: [3, 3, 3] }],
  ["var_in_loop: right", handlers.letInLoop, { ...succeeded, result: [0, 1, 2] }],
  ["step_given_a_promise", handlers.stepGivenAPromise, { ...failed("is not a function"), seen: ["price"] }],
  ["step_given_a_promise: right", handlers.stepGivenAFunction, { ...succeeded, result: 3, seen: ["price"] }],
  ["charge_retried", handlers.chargeRetried, { ...succeeded, result: "receipt", seen: ["charge", "charge"] }],
  ["charge_retried: right", handlers.chargeAtMostOnce, { ...failed("the answer was lost"), seen: ["charge"] }],
  ["instanceof_original_type", handlers.instanceofOriginalType, failed("StepError")],
  ["instanceof_original_type: right", handlers.nameOfTheCause, { ...succeeded, result: "none" }],
  ["stale_option", handlers.staleOption, { ...succeeded, result: { seconds: 2 } }],
  ["stale_option: right", handlers.currentOption, { ...succeeded, result: { seconds: 9 } }],
  ["raw_callback", handlers.rawCallback, { ...succeeded, result: { approved: false } }, '{"approved": true}'],
  ["raw_callback: right", handlers.parsedCallback, { ...succeeded, result: { approved: true } }, '{"approved": true}'],
];

const check = async (_name: string, handler: unknown, ending: object, answer?: string) => {
  expect(await run(handler, answer)).toMatchObject(ending);
};

// One set-up for each execution: after the first one, the runner completes waits within the same invocation, and nothing replays.
describe("shown by replay", () => {
  beforeEach(setUp);
  afterEach(tearDown);
  test.each(shownByReplay)("%s", check);

  test("console_outside_step", async () => {
    const lines = vi.spyOn(console, "log").mockImplementation(() => undefined);
    await run(handlers.consoleOutsideStep);
    expect(lines.mock.calls.filter(([line]) => line === "packing")).toHaveLength(2);
  });

  test("console_outside_step: right", async () => {
    const lines = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
    await run(handlers.loggerOutsideStep);
    expect(lines.mock.calls.filter(([line]) => String(line).includes("packing"))).toHaveLength(1);
  });
});

describe("shown at once", () => {
  beforeAll(setUp);
  afterAll(tearDown);
  test.each(shownAtOnce)("%s", check);
});
