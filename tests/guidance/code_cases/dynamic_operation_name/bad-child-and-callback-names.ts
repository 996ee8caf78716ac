import { defaultSerdes, withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { nanoid } from "nanoid";
import { postForm } from "./forms.js";

function today(): string {
  return new Date().toISOString().slice(0, 10); // finds DF001
}

export const handler = withDurableExecution(async (event: { form: string }, root: DurableContext) => {
  const day = today();
  return root.runInChildContext(
    "intake-" + day, // finds DF003
    async (child) => {
      const tag = nanoid(6); // finds DF001
      const reply = await child.waitForCallback<{ ok: boolean }>(
        `form-${tag}`, // finds DF003
        async (callbackId) => {
          await postForm(event.form, callbackId);
        },
        { timeout: { days: 2 }, serdes: defaultSerdes },
      );
      return reply.ok;
    },
  );
});
