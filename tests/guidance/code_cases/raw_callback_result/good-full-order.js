const {
  CallbackTimeoutError,
  createRetryStrategy,
  createWaitStrategy,
  defaultSerdes,
  retryPresets,
  StepSemantics,
  withDurableExecution,
} = require("@aws/durable-execution-sdk-js");
const stock = require("./stock.js");
const cards = require("./cards.js");
const carrier = require("./carrier.js");

const CARRIER = process.env.CARRIER_FUNCTION;
const patient = { retryStrategy: createRetryStrategy({ maxAttempts: 8, maxDelay: { minutes: 2 } }) };

async function rollBack(context, reservation, hold) {
  return context.runInChildContext("roll-back", async (child) => {
    const undone = [];
    if (hold) undone.push(await child.step("drop-hold", async () => cards.drop(hold), patient));
    if (reservation) undone.push(await child.step("release", async () => stock.release(reservation), patient));
    return undone;
  });
}

async function processOrder(event, context) {
  const order = await context.step("validate", async () => ({ id: String(event.id), lines: event.lines ?? [] }), {
    retryStrategy: retryPresets.noRetry,
  });
  let reservation;
  let hold;
  try {
    reservation = await context.step("reserve", async (step) => stock.reserve(order, step.attempt), patient);
    const key = await context.step("request-id", async () => `${order.id}-${Date.now()}`);
    hold = await context.step("charge", async () => cards.charge(order, key), {
      semantics: StepSemantics.AtMostOncePerRetry,
      retryStrategy: retryPresets.noRetry,
    });
    await context.wait("cooling-off", { minutes: 30 });

    const decision = await context.waitForCallback(
      "packer",
      async (callbackId, ctx) => {
        ctx.logger.info("packer asked", { at: Date.now() });
        await stock.askPacker(order.id, callbackId);
      },
      { timeout: { hours: 12 }, heartbeatTimeout: { hours: 3 }, serdes: defaultSerdes },
    );
    if (!decision.packed) {
      return { status: "not-packed", undone: await rollBack(context, reservation, hold) };
    }

    const shipment = await context.invoke("ship", CARRIER, { id: order.id, weight: decision.weight });
    const labels = await context.map(
      "labels",
      order.lines,
      async (ctx, line, i) => ctx.step(`label-${i}`, async () => carrier.label(shipment, line)),
      { maxConcurrency: 5, itemNamer: (line, i) => `line-${i}` },
    );
    labels.throwIfError();

    const arrived = await context.waitForCondition(
      "arrived",
      async (state, check) => {
        check.logger.debug("poll", { attempt: check.attempt });
        return { ...state, status: await carrier.status(shipment), seen: new Date().toISOString() };
      },
      {
        initialState: { status: "new", seen: null },
        waitStrategy: createWaitStrategy({
          shouldContinuePolling: (state) => state.status !== "delivered",
          maxAttempts: 48,
          initialDelay: { minutes: 30 },
        }),
      },
    );
    return { status: arrived.status, labels: labels.getResults() };
  } catch (error) {
    if (error instanceof CallbackTimeoutError) {
      return { status: "expired", undone: await rollBack(context, reservation, hold) };
    }
    throw error;
  }
}

exports.handler = withDurableExecution(processOrder);
