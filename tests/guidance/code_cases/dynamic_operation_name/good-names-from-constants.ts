import * as lib from "@aws/durable-execution-sdk-js";

const PHASES = ["build", "test", "ship"] as const;
type Phase = (typeof PHASES)[number];
const OPERATION = { build: "phase-build", test: "phase-test", ship: "phase-ship" } satisfies Record<Phase, string>;

export const handler = lib.withDurableExecution(
  async (event: { commit: string; flags: Record<string, boolean> }, context: lib.DurableContext) => {
    const outcomes: Record<string, string> = {};
    for (const phase of PHASES) {
      if (!event.flags[phase]) continue;
      outcomes[phase] = await context.step(OPERATION[phase], async () => `${phase}@${event.commit}`);
      await context.wait(`${OPERATION[phase]}-${event.commit.slice(0, 7)}-gap`, { seconds: 5 });
    }
    return outcomes;
  },
);
