import { defaultSerdes, withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { startRender } from "./farm.js";

interface Render {
  frames: number;
}

export const handler = withDurableExecution(async (event: { scene: string }, context: DurableContext) => {
  const render = await context.waitForCallback<Render>( // finds DF017
    "render",
    async (callbackId, ctx) => {
      ctx.logger.info("render started");
      await startRender(event.scene, callbackId);
    },
    { heartbeatTimeout: { minutes: 10 }, serdes: defaultSerdes },
  );
  return render.frames;
});
