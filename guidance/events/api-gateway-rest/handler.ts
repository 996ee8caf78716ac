import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const text = Buffer.from(event.body ?? "{}", event.isBase64Encoded ? "base64" : "utf8").toString();
  const order = { id: event.pathParameters?.["id"], ...(JSON.parse(text) as object) };
  return { statusCode: 200, headers: { "Content-Type": "application/json" }, body: JSON.stringify(order) };
};
