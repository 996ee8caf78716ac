import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

class Outbox {
  private readonly parts: string[] = [];
  send(part: string): this {
    this.parts.push(part);
    return this;
  }
  get text(): string {
    return this.parts.join("\n");
  }
}

const registry = { get: (key: string) => `handler/${key}`, query: (key: string) => key.length };

export const handler = withDurableExecution(async (event: { lines: string[] }, context: DurableContext) => {
  const outbox = new Outbox();
  for (const line of event.lines) outbox.send(line);
  const route = registry.get(event.lines[0] ?? "none");
  const weight = registry.query(route);
  return context.step("store-digest", async () => ({ digest: outbox.text, route, weight }));
});
