import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

class Motor {
  private position = 0;
  step(amount: number): number {
    this.position += amount;
    return this.position;
  }
  async wait(ms: number): Promise<number> {
    return ms;
  }
}

export const handler = withDurableExecution(async (event: { moves: number[] }, context: DurableContext) => {
  return context.step("simulate", async () => {
    const motor = new Motor();
    const positions = event.moves.map((move) => motor.step(move));
    await motor.wait(5);
    const labels = new Map(positions.map((p, i) => [i, p] as const));
    return [...labels.values()];
  });
});
