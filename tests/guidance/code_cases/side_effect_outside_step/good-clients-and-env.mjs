import { withDurableExecution } from "@aws/durable-execution-sdk-js";
import { SSMClient, GetParameterCommand } from "@aws-sdk/client-ssm";
import path from "node:path";

const makeClient = () => new SSMClient({ region: process.env.AWS_REGION, maxAttempts: 2 });

export const handler = withDurableExecution(async (event, context) => {
  const ssm = makeClient();
  const dryRun = process.env.DRY_RUN === "1";
  const command = new GetParameterCommand({ Name: path.posix.join("/app", event.stage, "limit") });
  const limit = await context.step("limit", async () => {
    const { Parameter } = await ssm.send(command);
    return Number(Parameter.Value);
  });
  context.logger.info("limit loaded", { limit, dryRun });
  return dryRun ? 0 : limit;
});
