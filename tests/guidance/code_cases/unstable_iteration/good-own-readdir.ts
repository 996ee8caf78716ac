import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

class VirtualDisk {
  constructor(private readonly files: Record<string, string>) {}
  readdirSync(): string[] {
    return Object.keys(this.files);
  }
}

export const handler = withDurableExecution(async (event: { files: Record<string, string> }, context: DurableContext) => {
  const disk = new VirtualDisk(event.files);
  let bytes = 0;
  for (const name of disk.readdirSync()) {
    bytes += await context.step(`size-${name}`, async () => event.files[name].length);
  }
  return bytes;
});
