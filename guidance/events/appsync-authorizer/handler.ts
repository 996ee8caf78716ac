import type { AppSyncAuthorizerEvent, AppSyncAuthorizerResult } from "aws-lambda";

export const handler = async (event: AppSyncAuthorizerEvent): Promise<AppSyncAuthorizerResult<{ user: string }>> => ({
  isAuthorized: event.authorizationToken === "example",
  resolverContext: { user: "ada" },
  ttlOverride: 60,
});
