import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { UserRepository } from "./repository.js";

const users = new UserRepository();

async function offboard(event: { userId: string }, context: DurableContext): Promise<{ name: string }> {
  const user = await users.byId(event.userId);
  await context.wait("notice-period", { days: 30 });
  await context.step("archive", async () => users.archive(event.userId));
  return { name: user.name };
}

export const handler = withDurableExecution(offboard);
