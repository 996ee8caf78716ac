import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

interface Ticket {
  uuid: string;
  createdAt: string;
  retries?: number;
}

const nameFor = (ticket: Ticket, suffix: string): string => `ticket-${ticket.uuid}-${suffix}`;

export const handler = withDurableExecution(async (ticket: Ticket, context: DurableContext) => {
  const created = Date.parse(ticket.createdAt);
  const opened = await context.step(nameFor(ticket, "open"), async () => ({ created, at: Date.now() }));
  await context.wait(nameFor(ticket, String(created)), { hours: 4 });
  return context.step(nameFor(ticket, "close"), async () => opened.at + (ticket.retries ?? 0));
});
