import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

class Elevator {
  private floor = 0;
  wait(seconds: number): number {
    return this.floor + seconds;
  }
}

export const plan = (stops: number) => new Elevator().wait(stops);

export const handler = withDurableExecution(async (event: { stops: number[] }, context: DurableContext) => {
  const elevator = new Elevator();
  const estimate = event.stops.map(() => elevator.wait(5));
  elevator.wait(0);
  await context.wait("ride", { seconds: Math.max(1, event.stops.length * 5) });
  return context.step("total", async () => estimate.reduce((a, b) => a + b, 0));
});
