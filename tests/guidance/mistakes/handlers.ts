// Functions with a mistake that JavaScript hides, and their right twins.
import {
  createRetryStrategy,
  defaultSerdes,
  JitterStrategy,
  retryPresets,
  StepError,
  StepSemantics,
  withDurableExecution,
  type DurableContext,
} from "@aws/durable-execution-sdk-js";
import { randomUUID } from "node:crypto";
import { act, charge, happened, later, note, OutOfStockError, shelfOf } from "./world.js";

const minute = { minutes: 1 };

export const uuidOutsideStep = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  const ticket = randomUUID() as string;
  const saved = await context.step("save", async () => ticket);
  await context.wait("pause", minute);
  return { same: ticket === saved };
});

export const uuidInStep = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  const ticket = await context.step("new-ticket", async () => randomUUID() as string);
  const saved = await context.step("save", async () => ticket);
  await context.wait("pause", minute);
  return { same: ticket === saved };
});

export const writeOutsideStep = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  await fetch("https://orders.example", { method: "POST" });
  await context.wait("pause", minute);
});

export const writeInStep = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  await context.step("write", async () => {
    await fetch("https://orders.example", { method: "POST" });
  });
  await context.wait("pause", minute);
});

let clock = 0;
export const nameFromCounter = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  await context.step(`load-${++clock}`, async () => act("load"));
  await context.wait("pause", minute);
});

export const nameFixed = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  await context.step("load", async () => act("load"));
  await context.wait("pause", minute);
});

export const stepInStep = withDurableExecution(async (_event: unknown, context: DurableContext) =>
  context.step("trip", async () => context.step("room", async () => act("room")), { retryStrategy: retryPresets.noRetry }),
);

export const stepInChild = withDurableExecution(async (_event: unknown, context: DurableContext) =>
  context.runInChildContext("trip", async (child) => child.step("room", async () => act("room"))),
);

export const closureMutation = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  const shelves: string[] = [];
  await context.step("look-up", async () => {
    shelves.push("A7");
  });
  await context.wait("pause", minute);
  return shelves;
});

export const returnedValue = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  const shelf = await context.step("look-up", async () => "A7");
  await context.wait("pause", minute);
  return [shelf];
});

export const parentContextInChild = withDurableExecution(async (_event: unknown, context: DurableContext) =>
  context.runInChildContext("outbound", async () => context.step("seat", async () => act("seat"))),
);

export const childContextInChild = withDurableExecution(async (_event: unknown, context: DurableContext) =>
  context.runInChildContext("outbound", async (child) => child.step("seat", async () => act("seat"))),
);

export const stepNotAwaited = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  void context.step("archive", async () => act("archive"));
  return happened();
});

export const stepAwaited = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  await context.step("archive", async () => act("archive"));
  return happened();
});

export const waitNotAwaited = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  void context.wait("grace", { hours: 2 });
  return "done";
});

export const waitAwaited = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  await context.wait("grace", { hours: 2 });
  return "done";
});

export const forEachAsync = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  ["a", "b"].forEach(async (key) => {
    await context.step(`copy-${key}`, async () => act(key));
  });
  return happened();
});

export const forOf = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  for (const key of ["a", "b"]) await context.step(`copy-${key}`, async () => act(key));
  return happened();
});

export const promiseRace = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  const first = await Promise.race([
    context.step("road", async () => later("slow", 40)),
    context.step("air", async () => later("fast", 1)),
  ]);
  note(first);
  await context.step("compare", async () => later("", 80)); // both carriers have answered by now
  await context.wait("pause", minute);
  return first;
});

export const contextRace = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  const first = await context.promise.race("first", [
    context.step("road", async () => later("slow", 40)),
    context.step("air", async () => later("fast", 1)),
  ]);
  note(first);
  await context.step("compare", async () => later("", 80)); // both carriers have answered by now
  await context.wait("pause", minute);
  return first;
});

export const batchFailureUnseen = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  const batch = await context.map("all", [0, 1, 2, 3], async (_child, number) => {
    if (number === 0) throw new Error("the first fails");
    return number;
  }, { maxConcurrency: 1 });
  return batch.getResults();
});

export const batchFailureSeen = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  const batch = await context.map("all", [0, 1, 2, 3], async (_child, number) => {
    if (number === 0) throw new Error("the first fails");
    return number;
  }, { maxConcurrency: 1 });
  batch.throwIfError();
  return batch.getResults();
});

export const varInLoop = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  const branches: ((child: DurableContext) => Promise<number>)[] = [];
  for (var index = 0; index < 3; index++) branches.push(async (child) => child.step("number", async () => index));
  const built = await context.parallel("all", branches);
  built.throwIfError();
  return built.getResults();
});

export const letInLoop = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  const branches: ((child: DurableContext) => Promise<number>)[] = [];
  for (let index = 0; index < 3; index++) branches.push(async (child) => child.step("number", async () => index));
  const built = await context.parallel("all", branches);
  built.throwIfError();
  return built.getResults();
});

const workingOutside = async () => {
  await act("price");
  return 3;
};

export const stepGivenAPromise = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  const once = { retryStrategy: retryPresets.noRetry };
  return context.step("price", workingOutside() as unknown as () => Promise<number>, once);
});

export const stepGivenAFunction = withDurableExecution(async (_event: unknown, context: DurableContext) => context.step("price", workingOutside));

export const waitNumber = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  await context.wait("pause", 1000 as unknown as { seconds: number });
});

export const waitTooShort = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  await context.wait("pause", { seconds: 0 });
});

export const waitDuration = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  await context.wait("pause", { seconds: 1 });
});

export const chargeRetried = withDurableExecution(async (_event: unknown, context: DurableContext) => context.step("charge-card", async () => charge()));

export const chargeAtMostOnce = withDurableExecution(async (_event: unknown, context: DurableContext) =>
  context.step("charge-card", async () => charge(), {
    retryStrategy: retryPresets.noRetry,
    semantics: StepSemantics.AtMostOncePerRetry,
  }),
);

export const instanceofOriginalType = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  try {
    return await context.step("look-up", async () => shelfOf("A7"), { retryStrategy: retryPresets.noRetry });
  } catch (error) {
    if (error instanceof OutOfStockError) return "none";
    throw error;
  }
});

export const nameOfTheCause = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  try {
    return await context.step("look-up", async () => shelfOf("A7"), { retryStrategy: retryPresets.noRetry });
  } catch (error) {
    if (error instanceof StepError && error.cause?.name === "OutOfStockError") return "none";
    throw error;
  }
});

const second = { seconds: 1 };
const jitter = JitterStrategy.NONE;

export const staleOption = withDurableExecution(async () => {
  const options = { maxAttempts: 5, initialDelay: second, jitter, exponentialDelayFactor: 9 };
  return createRetryStrategy(options)(new Error("again"), 2).delay;
});

export const currentOption = withDurableExecution(async () => {
  const options = { maxAttempts: 5, initialDelay: second, jitter, backoffRate: 9 };
  return createRetryStrategy(options)(new Error("again"), 2).delay;
});

export const stepReturnsMap = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  const stock = await context.step("count", async () => new Map([["A7", 3]]));
  await context.wait("pause", minute);
  return Object.keys(stock).length + (stock.size ?? 0);
});

export const stepReturnsObject = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  const stock = await context.step("count", async () => Object.fromEntries([["A7", 3]]) as Record<string, number>);
  await context.wait("pause", minute);
  return Object.keys(stock).length;
});

export const rawCallback = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  const timeout = { seconds: 30 };
  const answer = await context.waitForCallback<{ approved: boolean }>("answer", async () => {}, { timeout });
  return { approved: answer.approved === true };
});

export const parsedCallback = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  const config = { timeout: { seconds: 30 }, serdes: defaultSerdes };
  const answer = await context.waitForCallback<{ approved: boolean }>("answer", async () => {}, config);
  return { approved: answer.approved };
});

export const consoleOutsideStep = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  console.log("packing");
  await context.wait("pause", minute);
});

export const loggerOutsideStep = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  context.logger.info("packing");
  await context.wait("pause", minute);
});

export const sleepInHandler = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  note("slept");
  await context.wait("pause", minute);
});

export const waitInHandler = withDurableExecution(async (_event: unknown, context: DurableContext) => {
  await context.wait("for-the-export", minute);
  await context.wait("pause", minute);
});
