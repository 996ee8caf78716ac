import { ChildContextError, DurableOperationError, withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

class Cat {
  constructor(readonly name: string) {}
}
class Dog {
  constructor(readonly name: string) {}
}

export const handler = withDurableExecution(async (event: { pets: string[] }, context: DurableContext) => {
  const pets = event.pets.map((name) => (name.startsWith("c") ? new Cat(name) : new Dog(name)));
  try {
    const cats = pets.filter((pet) => pet instanceof Cat);
    return await context.runInChildContext("register", async (child) =>
      child.step("register", async () => cats.map((cat) => cat.name)),
    );
  } catch (error) {
    if (error instanceof ChildContextError) return [];
    if (error instanceof DurableOperationError) throw new Error("registry is down");
    throw error;
  }
});
