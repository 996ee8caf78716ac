import { withDurableExecution, defaultSerdes } from "@aws/durable-execution-sdk-js";
import type { DurableContext } from "@aws/durable-execution-sdk-js";
import { DateTime } from "luxon";

class LoanWorkflow {
  constructor(private readonly zone: string) {}

  async run(event: { loanId: string; dueAt: string }, context: DurableContext) {
    const due = DateTime.fromISO(event.dueAt, { zone: this.zone });
    const today = DateTime.now(); // finds DF001
    const left = Math.max(1, Math.floor(due.diff(today, "hours").hours));
    await context.wait("until-due", {
      seconds: Math.max(1, Math.floor((due.toMillis() - Date.now()) / 1000)), // finds DF001
    });
    const answer = await context.waitForCallback<{ paid: boolean }>(
      "paid-answer",
      async (id) => {
        await fetch(process.env.DESK_URL!, { method: "POST", body: JSON.stringify({ id, left }) });
      },
      { timeout: { days: 3 }, serdes: defaultSerdes },
    );
    return answer.paid;
  }
}

const workflow = new LoanWorkflow("Europe/Paris");

export const handler = withDurableExecution(
  async (event: { loanId: string; dueAt: string }, context: DurableContext) => workflow.run(event, context),
);
