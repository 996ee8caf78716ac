import { env } from "node:process";
import { withDurableExecution } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event, ctx) => {
  const { CHANNEL: channel = "post", LETTERS } = process.env; // finds DF001
  switch (channel) {
    case "mail":
      await ctx.step("compose", async () => `Dear ${event.name}`);
      break;
    default:
      await ctx.wait("post-office", { hours: 12 });
  }
  const skip = env.SKIP_ARCHIVE === "1" || event.draft; // finds DF001
  if (skip) return { channel, letters: LETTERS };
  return ctx.step("archive", async () => event.name.length);
});
