import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

type Vote = { member: string; yes: boolean };

const debug = (...parts: unknown[]) => console.debug("[vote]", ...parts); // finds DF011

async function count(event: { votes: Vote[] }, context: DurableContext) {
  debug("opening", event.votes.length);
  const tally = await context.step("tally", async () => event.votes.filter((v) => v.yes).length);
  event.votes.filter((v) => !v.yes).forEach((v) => console.log("against", v.member)); // finds DF011
  await context.wait("objections", { days: 7 });
  return { passed: tally * 2 > event.votes.length };
}

export const handler = withDurableExecution(count);
