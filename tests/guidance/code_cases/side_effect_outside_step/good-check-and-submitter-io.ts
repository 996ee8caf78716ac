import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { SFNClient, SendTaskHeartbeatCommand } from "@aws-sdk/client-sfn";

interface Poll {
  state: "PENDING" | "READY" | "FAILED";
  polls: number;
}

const sfn = new SFNClient({});

export const handler = withDurableExecution(
  async (event: { exportId: string; taskToken: string }, context: DurableContext) => {
    const done = await context.waitForCondition<Poll>(
      "export-ready",
      async (previous) => {
        await sfn.send(new SendTaskHeartbeatCommand({ taskToken: event.taskToken }));
        const reply = await fetch(`${process.env.EXPORT_API}/exports/${event.exportId}`);
        const body = (await reply.json()) as { state: Poll["state"] };
        return { state: body.state, polls: previous.polls + 1 };
      },
      {
        initialState: { state: "PENDING", polls: 0 },
        waitStrategy: (poll, attempt) =>
          poll.state === "PENDING" && attempt < 50
            ? { shouldContinue: true, delay: { seconds: Math.min(10 * attempt, 300) } }
            : { shouldContinue: false },
      },
    );
    const answer = await context.waitForCallback(
      "sign-off",
      async (callbackId) => {
        await fetch(process.env.SIGN_URL!, { method: "POST", body: callbackId });
      },
      { timeout: { hours: 48 } },
    );
    return { state: done.state, answer };
  },
);
