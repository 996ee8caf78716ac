import type { ALBEvent, ALBResult } from "aws-lambda";

export const handler = async (event: ALBEvent): Promise<ALBResult> => ({
  statusCode: 200,
  statusDescription: "200 OK",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ name: decodeURIComponent(event.queryStringParameters?.["name"] ?? "") }),
  isBase64Encoded: false,
});
