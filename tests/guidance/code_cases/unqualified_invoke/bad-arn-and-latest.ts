import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

interface Frame {
  key: string;
}

export const handler = withDurableExecution(async (frame: Frame, context: DurableContext) => {
  const depth = await context.invoke("depth", "arn:aws:lambda:eu-west-1:111122223333:function:depth-map", frame); // finds DF018
  const pose = await context.invoke("pose", "pose-estimator:$LATEST", frame); // finds DF018
  return { depth, pose };
});
