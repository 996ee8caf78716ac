import type { LexV2Event, LexV2Result } from "aws-lambda";

export const handler = async (event: LexV2Event): Promise<LexV2Result> => {
  const { intent } = event.sessionState;
  const quantity = intent.slots["Quantity"]?.value?.interpretedValue ?? "no";
  return {
    sessionState: { dialogAction: { type: "Close" }, intent: { ...intent, state: "Fulfilled" } },
    messages: [{ contentType: "PlainText", content: `${quantity} mugs are on their way.` }],
  };
};
