import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

type Camera = { id: string; firmware: string };

async function reboot(ctx: DurableContext, id: string): Promise<string> {
  await ctx.wait("reboot", { minutes: 3 });
  return ctx.step("verify", async () => `${id}:ok`);
}

export const handler = withDurableExecution(async (camera: Camera, context: DurableContext) => {
  const verified = await context.runInChildContext("upgrade", async (child) => {
    child.logger.info("upgrading", { id: camera.id });
    await child.step("push-firmware", async () => camera.firmware);
    return reboot(child, camera.id);
  });
  await context.step("record", async () => verified);
  return verified;
});
