import * as durable from "@aws/durable-execution-sdk-js";
import { NotFound, fetchProfile } from "./profiles.js";

type Profile = { id: string; name: string };

async function profileOrGuest(ctx: durable.DurableContext, id: string): Promise<Profile> {
  try {
    return await ctx.step("profile", () => fetchProfile(id), { retryStrategy: durable.retryPresets.noRetry });
  } catch (problem: unknown) {
    if (!(problem instanceof NotFound)) throw problem; // finds DF020
    return { id, name: "guest" };
  }
}

export const handler = durable.withDurableExecution(async (event: { ids: string[] }, root: durable.DurableContext) => {
  const profiles = await root.map("profiles", event.ids, async (ctx, id) => profileOrGuest(ctx, id));
  profiles.throwIfError();
  return profiles.getResults();
});
