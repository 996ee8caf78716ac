interface AgentFunctionEvent {
  messageVersion: "1.0";
  actionGroup: string;
  function: string;
  parameters?: { name: string; type: string; value: string }[];
  sessionAttributes: Record<string, string>;
  promptSessionAttributes: Record<string, string>;
}

export const handler = async (event: AgentFunctionEvent) => {
  const given = Object.fromEntries((event.parameters ?? []).map(({ name, value }) => [name, value]));
  const { actionGroup, function: name, sessionAttributes, promptSessionAttributes } = event;
  const body = `Order ${given["order_id"] ?? "?"} is on its way.`;
  const response = { actionGroup, function: name, functionResponse: { responseBody: { TEXT: { body } } } };
  return { messageVersion: "1.0", response, sessionAttributes, promptSessionAttributes };
};
