interface ConfigRuleEvent {
  invokingEvent: string;
  ruleParameters?: string;
  resultToken: string;
  eventLeftScope: boolean;
}

interface Invoking {
  configurationItem?: { resourceType: string; resourceId: string; configurationItemCaptureTime: string; configuration: { timeout?: number } | null };
}

/** What is passed on to PutEvaluations, with the result token. */
export const handler = async (event: ConfigRuleEvent) => {
  const { configurationItem: item } = JSON.parse(event.invokingEvent) as Invoking;
  if (!item || event.eventLeftScope) return { ResultToken: event.resultToken, Evaluations: [] };
  const { minimum = "0" } = JSON.parse(event.ruleParameters ?? "{}") as { minimum?: string };
  const kept = (item.configuration?.timeout ?? 0) >= Number(minimum);
  return {
    ResultToken: event.resultToken,
    Evaluations: [
      {
        ComplianceResourceType: item.resourceType,
        ComplianceResourceId: item.resourceId,
        ComplianceType: kept ? "COMPLIANT" : "NON_COMPLIANT",
        OrderingTimestamp: new Date(item.configurationItemCaptureTime),
      },
    ],
  };
};
