import * as durable from "@aws/durable-execution-sdk-js";

interface Member {
  id: string;
  plan: "free" | "pro";
}

const renew = async (member: Member, ctx: durable.DurableContext) => {
  const verdict = ctx.invoke<Member, { ok: boolean }>("score", "risk-score:prod", member); // finds DF007
  ctx.step("extend", async () => member.plan).then((plan) => { // finds DF007
    ctx.logger.info("extended", { plan });
  });
  await ctx.wait("cool-off", { hours: 12 });
  return { renewed: verdict !== undefined };
};

export const handler = durable.withDurableExecution(renew);
