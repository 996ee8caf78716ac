import type { APIGatewayProxyStructuredResultV2, LambdaFunctionURLEvent } from "aws-lambda";

export const handler = async (event: LambdaFunctionURLEvent): Promise<APIGatewayProxyStructuredResultV2> => {
  const text = Buffer.from(event.body ?? "{}", event.isBase64Encoded ? "base64" : "utf8").toString();
  const order = { path: event.rawPath, ...(JSON.parse(text) as object) };
  return { statusCode: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(order) };
};
