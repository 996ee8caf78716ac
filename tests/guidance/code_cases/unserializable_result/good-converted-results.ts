import { withDurableExecution as wrap, type DurableContext } from "@aws/durable-execution-sdk-js";

interface Snapshot {
  takenAt: string;
  tags: string[];
  note?: string;
}

class Camera {
  snap(tags: Iterable<string>): Snapshot {
    return { takenAt: new Date().toISOString(), tags: [...tags], note: undefined };
  }
}

export const handler = wrap(async (event: { tags: string[] }, context: DurableContext) => {
  const snapshot = await context.step("snapshot", async () => {
    const camera = new Camera();
    const tags = new Set(event.tags);
    return camera.snap(tags);
  });
  const millis = await context.step("millis", async () => new Date(snapshot.takenAt).getTime());
  const map = new Map(Object.entries({ millis }));
  return { ...snapshot, millis: map.get("millis") };
});
