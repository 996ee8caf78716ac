import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from "aws-lambda";

type Answer = APIGatewaySimpleAuthorizerWithContextResult<{ user: string }>;

export const handler = async (event: APIGatewayRequestAuthorizerEventV2): Promise<Answer> => ({
  isAuthorized: event.headers?.["authorization"] === "Bearer example",
  context: { user: "user" },
});
