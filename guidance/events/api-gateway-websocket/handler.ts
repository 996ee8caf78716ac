import type { APIGatewayProxyResultV2, APIGatewayProxyWebsocketEventV2 } from "aws-lambda";

export const handler = async (event: APIGatewayProxyWebsocketEventV2): Promise<APIGatewayProxyResultV2> => {
  const message = JSON.parse(event.body ?? "{}") as { quantity: number };
  return { statusCode: 200, body: `${event.requestContext.connectionId} wants ${String(message.quantity)}` };
};
