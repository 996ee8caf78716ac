import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

type Job<T> = () => Promise<T>;

function timed<T>(job: Job<T>): Job<T> {
  return async () => {
    const started = Date.now();
    const value = await job();
    return Date.now() - started > 60_000 ? Promise.reject(new Error("too slow")) : value;
  };
}

async function sum(values: number[]): Promise<number> {
  return values.reduce((a, b) => a + b, 0);
}

export const handler = withDurableExecution(async (event: { values: number[] }, context: DurableContext) => {
  const total = await context.step("sum", timed(() => sum(event.values)));
  return context.step("double", timed(async () => total * 2));
});
