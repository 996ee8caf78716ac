import { withDurableExecution } from "@aws/durable-execution-sdk-js";

const backoff = (attempt) => ({ seconds: 2 ** attempt });

export const handler = withDurableExecution(async (event, context) => {
  const { delay } = await context.step("plan", async () => ({ delay: { minutes: event.express ? 5 : 60 } }));
  await context.wait("plan", delay);
  for (let attempt = 1; attempt <= 3; attempt++) {
    await context.wait(`back-off-${attempt}`, backoff(attempt));
  }
  return event.express;
});
