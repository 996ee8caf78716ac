import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { shards: string[] }, context: DurableContext) => {
  var sizes: number[] = [];
  for (var i = 0; i < event.shards.length; i++) {
    var size = await context.step(`size-${i}`, async () => event.shards[i].length);
    sizes.push(size);
  }
  return sizes;
});
