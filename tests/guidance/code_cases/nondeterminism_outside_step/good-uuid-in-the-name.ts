import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { v5 as uuidv5 } from "uuid";

const NAMESPACE = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

function assertUuid(value: string): string {
  if (!/^[0-9a-f-]{36}$/.test(value)) throw new Error("not a UUID");
  return value;
}

const stripUuidPrefix = (value: string) => value.replace(/^urn:uuid:/, "");

export const handler = withDurableExecution(
  async (event: { deviceUuid: string; model: string }, context: DurableContext) => {
    const device = assertUuid(stripUuidPrefix(event.deviceUuid));
    const twinId = uuidv5(`${event.model}/${device}`, NAMESPACE);
    return context.step("register-twin", async () => ({ device, twinId }));
  },
);
