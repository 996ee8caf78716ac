import { withDurableExecution } from "@aws/durable-execution-sdk-js";
import { webcrypto } from "node:crypto";
import { hostname } from "node:os";

export const handler = withDurableExecution(async ({ tenants }, root) => {
  const provisioned = await root.map("tenants", tenants, async (ctx, tenant) => {
    const nonce = webcrypto.getRandomValues(new Uint8Array(4)).join("."); // finds DF001
    const tick = process.hrtime.bigint().toString(); // finds DF001
    await ctx.step("create-schema", async () => ({ tenant, nonce }));
    return ctx.step("seed-schema", async () => ({ tenant, tick }));
  });
  provisioned.throwIfError();
  return { host: hostname(), tenants: provisioned.getResults() }; // finds DF001
});
