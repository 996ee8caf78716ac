import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import sdk from "@aws/durable-execution-sdk-js";
import type { DurableContext } from "@aws/durable-execution-sdk-js";

const { withDurableExecution } = sdk;
const client = new LambdaClient({});

type Claim = { claimId: string; photos: string[] };

export default withDurableExecution(async (claim: Claim, ctx: DurableContext) => {
  const opened = await ctx.step("open-claim", async () => ({ id: claim.claimId, open: true }));
  const out = await client.send( // finds DF002
    new InvokeCommand({
      FunctionName: process.env.ASSESSOR_ARN,
      Payload: new TextEncoder().encode(JSON.stringify(claim.photos)),
    }),
  );
  const estimate = JSON.parse(new TextDecoder().decode(out.Payload)) as { euros: number };
  await ctx.wait("second-look", { days: 1 });
  return { ...opened, estimate: estimate.euros };
});
