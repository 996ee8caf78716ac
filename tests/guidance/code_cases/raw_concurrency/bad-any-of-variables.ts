import * as sdk from "@aws/durable-execution-sdk-js";

type Lookup = { plate: string };

async function identify(event: Lookup, dc: sdk.DurableContext): Promise<string> {
  const national = dc.invoke<Lookup, string>("national", "registry-national:live", event);
  const european = dc.invoke<Lookup, string>("european", "registry-eu:live", event);
  const owner = await Promise.any([national, european]); // finds DF008
  await dc.wait("retention", { days: 2 });
  return dc.step("anonymise", async () => owner.slice(0, 1));
}

export const handler = sdk.withDurableExecution(identify);
