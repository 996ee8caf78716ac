import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { createRetryStrategy, withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

const ses = new SESv2Client({});

export const handler = withDurableExecution(async (event: { to: string; body: string }, context: DurableContext) => {
  await context.wait("morning", { hours: 8 });
  const messageId = await context.step( // finds DF019
    "send-welcome-email",
    async () => {
      const sent = await ses.send(
        new SendEmailCommand({
          FromEmailAddress: process.env.SENDER,
          Destination: { ToAddresses: [event.to] },
          Content: { Simple: { Subject: { Data: "Welcome" }, Body: { Text: { Data: event.body } } } },
        }),
      );
      return sent.MessageId ?? "";
    },
    { retryStrategy: createRetryStrategy({ maxAttempts: 5, initialDelay: { seconds: 10 } }) },
  );
  return { messageId };
});
