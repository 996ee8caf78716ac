import { defaultSerdes, withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { askOperator } from "./operators.js";

export const handler = withDurableExecution(async (event: { valve: string }, context: DurableContext) => {
  const readPressure = async () => {
    const pressure = await context.step("pressure", async () => event.valve.length * 10); // finds DF004
    return pressure;
  };

  const decision = await context.waitForCallback<{ open: boolean }>(
    "operator",
    async (callbackId) => {
      const pressure = await readPressure();
      await askOperator(event.valve, pressure, callbackId);
    },
    { timeout: { minutes: 45 }, serdes: defaultSerdes },
  );

  const outcome = await context.runInChildContext("act", async (child) =>
    child.step("turn", async () => {
      await child.wait("ramp", { seconds: 10 }); // finds DF004
      return decision.open ? "open" : "shut";
    }),
  );
  return outcome;
});
