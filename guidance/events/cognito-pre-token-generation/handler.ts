import type { PreTokenGenerationTriggerEvent } from "aws-lambda";

export const handler = async (event: PreTokenGenerationTriggerEvent): Promise<PreTokenGenerationTriggerEvent> => {
  event.response = { claimsOverrideDetails: { claimsToAddOrOverride: { tenant: "shop" } } };
  return event;
};
