import type { ConnectContactFlowEvent, ConnectContactFlowResult } from "aws-lambda";

export const handler = async (event: ConnectContactFlowEvent): Promise<ConnectContactFlowResult> => ({
  order_id: event.Details.Parameters["order_id"] ?? "",
  state: "shipped",
});
