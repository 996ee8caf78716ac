import { withDurableExecution, type DurableContext, type StepConfig } from "@aws/durable-execution-sdk-js";

type Task<T> = () => Promise<T>;

class Pipeline {
  constructor(
    private readonly context: DurableContext,
    private readonly config?: StepConfig<string>,
  ) {}

  stage(name: string, task: Task<string>): Promise<string> {
    return this.context.step(name, async () => task(), this.config);
  }

  pause(name: string): Promise<void> {
    return this.context.wait(name, { seconds: 30 });
  }
}

export const handler = withDurableExecution(async (event: { source: string }, context: DurableContext) => {
  const pipeline = new Pipeline(context);
  const extracted = await pipeline.stage("extract", async () => event.source.trim());
  await pipeline.pause("settle");
  return pipeline.stage("transform", async () => extracted.toUpperCase());
});
