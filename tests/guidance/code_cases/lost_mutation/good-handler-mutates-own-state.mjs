import { withDurableExecution } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event, context) => {
  const state = { done: [], pending: [...event.tasks] };
  let round = 0;
  while (state.pending.length > 0 && round < 10) {
    round += 1;
    const [task] = state.pending.splice(0, 1);
    const verdict = await context.step(`check-${round}`, async () => ({ task, ok: task.size < 100 }));
    if (verdict.ok) state.done.push(verdict.task);
    else state.skipped = (state.skipped ?? 0) + 1;
  }
  return state;
});
