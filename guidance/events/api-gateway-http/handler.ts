import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";

export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
  const text = Buffer.from(event.body ?? "{}", event.isBase64Encoded ? "base64" : "utf8").toString();
  const order = { id: event.pathParameters?.["id"], ...(JSON.parse(text) as object) };
  return { statusCode: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(order) };
};
