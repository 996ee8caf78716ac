import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

interface Tenant {
  id: string;
  plan: string;
}

export const handler = withDurableExecution(async (tenant: Tenant, context: DurableContext) => {
  await context.parallel("provision", [ // finds DF012
    { name: "bucket", func: async (ctx: DurableContext) => ctx.step("bucket", async () => `b-${tenant.id}`) },
    { name: "schema", func: async (ctx: DurableContext) => ctx.step("schema", async () => `s-${tenant.id}`) },
  ]);
  await context.step("activate", async () => tenant.plan);
  return { active: true };
});
