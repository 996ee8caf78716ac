import { withDurableExecution } from "@aws/durable-execution-sdk-js";
import { openDocument } from "./documents.mjs";

const timeout = { days: Number(process.env.SIGN_DAYS ?? "14") };

export const handler = withDurableExecution(async (event, context) => {
  const [signature, callbackId] = await context.createCallback("signature", { timeout });
  await context.step("open-document", async () => openDocument(event.id, callbackId));
  const answer = await signature;
  return answer === "signed";
});
