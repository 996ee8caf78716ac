import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

const lambda = new LambdaClient({});

export const handler = withDurableExecution(async (event: { id: string }, context: DurableContext) => {
  const status = await context.step("start-legacy", async () => {
    const reply = await lambda.send(
      new InvokeCommand({ FunctionName: "legacy-job", InvocationType: "Event", Payload: event.id }),
    );
    return reply.StatusCode ?? 0;
  });
  return { status };
});
