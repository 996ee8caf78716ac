import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

class Onboarding {
  constructor(private readonly context: DurableContext) {}

  async createAccount(login: string): Promise<string> {
    return this.context.step("create-account", async () => `acc-${login}`);
  }

  async warmUp(account: string): Promise<void> {
    await this.context.runInChildContext("warm-up", async (child) => {
      child.step("cache", async () => account); // finds DF007
      await child.wait("propagate", { seconds: 45 });
    });
  }
}

export const handler = withDurableExecution(async (event: { login: string }, context: DurableContext) => {
  const onboarding = new Onboarding(context);
  const account = await onboarding.createAccount(event.login);
  onboarding.warmUp(account); // finds DF007
  return { account };
});
