import { promises as fsp } from "node:fs";
import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

interface Event {
  mount: string;
}

const plan = async (event: Event, context: DurableContext): Promise<number> => {
  const moved = await context.runInChildContext("move", async (child) => {
    const found = await fsp.readdir(event.mount); // finds DF002
    let count = 0;
    for (const file of found) { // finds DF024
      count += await child.step("move-file", async () => file.length);
    }
    return count;
  });
  return moved;
};

export const handler = withDurableExecution(plan);
