import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

class Reconciler {
  private readonly seen = new Set<string>();
  private mismatches = 0;

  async run(event: { left: string[]; right: string[] }, context: DurableContext) {
    const missing = await context.step("compare", async () => {
      const absent = event.left.filter((id) => !event.right.includes(id));
      this.mismatches += absent.length; // finds DF005
      for (const id of event.right) this.seen.add(id); // finds DF005
      return absent;
    });
    await context.wait("second-pass", { hours: 1 });
    return { missing, mismatches: this.mismatches, seen: this.seen.size };
  }
}

export const handler = withDurableExecution(
  async (event: { left: string[]; right: string[] }, context: DurableContext) => new Reconciler().run(event, context),
);
