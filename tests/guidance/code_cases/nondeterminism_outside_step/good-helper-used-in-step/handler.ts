import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { mintToken, addMinutes } from "./tokens.js";

export const handler = withDurableExecution(
  async (event: { user: string; at: string }, context: DurableContext) => {
    const token = await context.step("mint", async () => mintToken(event.user));
    const until = addMinutes(event.at, 15);
    await context.wait("grace", { minutes: 15 });
    return { token, until };
  },
);
