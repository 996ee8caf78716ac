import type { DurableContext } from "@aws/durable-execution-sdk-js";

export async function ingest(context: DurableContext, file: string): Promise<string> {
  const rows = await context.step("read", async () => file.split("/").length);
  return context.runInChildContext("load", async (load) => {
    await load.wait("throttle", { seconds: 3 });
    return load.step("write", async () => `${file}:${rows}`);
  });
}
