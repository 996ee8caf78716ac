import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

type Camera = { id: string; firmware: string };

const upgrade = async (camera: Camera, main: DurableContext) => {
  const outcome = await main.runInChildContext("upgrade", async (child) => {
    await child.step("push-firmware", async () => camera.firmware);
    await main.wait("reboot", { minutes: 3 }); // finds DF006
    return child.step("verify", async () => camera.id);
  });
  return outcome;
};

export const handler = withDurableExecution(upgrade);
