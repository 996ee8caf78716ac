import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

const hives = new Map<string, number>();
const queens: string[] = [];
const combs: Record<string, number> = {};
const swarms = new Set<string>();

export function remember(hive: string): void {
  hives.set(hive, hives.size);
}

const note = (comb: string) => {
  combs[comb] = (combs[comb] ?? 0) + 1; // finds DF005
};

export const handler = withDurableExecution(async (event: { hive: string; queen: string }, context: DurableContext) => {
  const inspected: string[] = [];
  for (const hive of hives.keys()) { // finds DF024
    inspected.push(await context.step(`inspect-${hive}`, async () => hive.trim()));
  }
  await context.step("mark", async () => {
    queens.push(event.queen); // finds DF005
    note(event.hive);
  });
  const batch = await context.map("mark-queens", queens, async (child, queen) => // finds DF024
    child.step("mark", async () => queen.length),
  );
  batch.throwIfError();
  for (const [comb, size] of Object.entries(combs)) { // finds DF024
    await context.step(`weigh-${comb}`, async () => size * 2);
  }
  await Promise.all( // finds DF008
    [...swarms].map((swarm) => context.step(`catch-${swarm}`, async () => swarms.delete(swarm))), // finds DF024, DF005
  );
  for (const name of Object.keys(process.env).filter((key) => key.startsWith("HIVE_"))) { // finds DF024
    await context.step(`set-${name}`, async () => name.toLowerCase());
  }
  return inspected;
});
