import { withDurableExecution as run, type DurableContext } from "@aws/durable-execution-sdk-js";

type Probe = { region: string; latency: number };

export const handler = run(async (event: { regions: string[] }, root: DurableContext) => {
  const latencies = new Map<string, number>();
  let slowest: Probe | undefined;
  const probes = await root.map("probe", event.regions, async (ctx, region) => {
    const latency = await ctx.step("ping", async () => region.length * 7);
    latencies.set(region, latency); // finds DF005
    if (!slowest || latency > slowest.latency) {
      slowest = { region, latency }; // finds DF005
    }
    return latency;
  });
  probes.throwIfError();
  await root.wait("report-delay", { minutes: 5 });
  return { slowest, regions: latencies.size };
});
