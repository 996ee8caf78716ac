import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

const hives = new Map<string, number>([["north", 4]]);
hives.set("south", 2);

const checks = new Map<string, (hive: string) => string>();
export function register(name: string, check: (hive: string) => string): void {
  checks.set(name, check);
}
function registerAll(): void {
  register("mites", (hive) => `${hive}: no mites`);
  register("honey", (hive) => `${hive}: honey`);
}
registerAll();

const combs: Record<string, number> = {};
["upper", "lower"].forEach((comb, index) => {
  combs[comb] = index;
});

const frames: string[] = [];
(function build() {
  frames.push(`frame-${frames.length}`);
  if (frames.length < 10) build();
})();

const weights = new Map<string, number>();
const seen: string[] = [];

export function weigh(hive: string): void {
  weights.set(hive, hive.length);
}

export const handler = withDurableExecution(async (event: { hives: string[] }, context: DurableContext) => {
  for (const hive of hives.keys()) await context.step(`inspect-${hive}`, async () => hive.trim());
  for (const [name, check] of checks) await context.step(`check-${name}`, async () => check("north"));
  for (const comb of Object.keys(combs)) await context.step(`comb-${comb}`, async () => comb.length);
  for (const frame of frames) await context.step(frame, async () => frame.length);
  seen.length = 0;
  for (const hive of event.hives) seen.push(hive);
  for (const hive of seen) await context.step(`feed-${hive}`, async () => hive.trim());
  for (const key of Object.keys(event)) await context.step(`copy-${key}`, async () => key);
  await context.step("export", async () => [...weights.keys(), ...Object.keys(process.env)].length);
  for (const hive of [...weights.keys()]) context.logger.info("weight", { hive });
  return process.env.HIVE_REGION ?? "north";
});
