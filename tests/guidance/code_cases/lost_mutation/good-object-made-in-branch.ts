import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

class Flow {
  private readonly names: string[] = [];

  constructor(private readonly context: DurableContext) {}

  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.names.push(name);
    return this.context.step(name, work);
  }

  fork(child: DurableContext): Flow {
    return new Flow(child);
  }
}

export const handler = withDurableExecution(async (event: { items: string[] }, context: DurableContext) => {
  const flow = new Flow(context);
  const size = await flow.run("size", async () => event.items.length);
  const batch = await context.map("items", event.items, async (child, item, index) =>
    flow.fork(child).run(`item-${index}`, async () => item.toUpperCase()),
  );
  batch.throwIfError();
  return { size, items: batch.getResults() };
});
