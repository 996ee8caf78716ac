import { createClassSerdes, createClassSerdesWithDates, withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

class Money {
  cents = 0;
  plus(other: Money): Money {
    return Object.assign(new Money(), { cents: this.cents + other.cents });
  }
}

class Lease {
  startedAt = new Date(0);
  month(): number {
    return this.startedAt.getUTCMonth();
  }
}

export const handler = withDurableExecution(async (event: { cents: number }, context: DurableContext) => {
  const net = await context.step("net", async () => Object.assign(new Money(), { cents: event.cents }), {
    serdes: createClassSerdes(Money),
  });
  const lease = await context.step(
    "lease",
    async () => {
      const fresh = new Lease();
      fresh.startedAt = new Date();
      return fresh;
    },
    { serdes: createClassSerdesWithDates(Lease, ["startedAt"]) },
  );
  return { cents: net.plus(net).cents, month: lease.month() };
});
