import type { APIGatewayProxyHandlerV2 } from "aws-lambda";
import { randomUUID } from "node:crypto";

let coldStart = true;
let served = 0;

export const handler: APIGatewayProxyHandlerV2 = async (event) => {
  const started = performance.now();
  const first = coldStart;
  coldStart = false;
  served += 1;
  return {
    statusCode: 200,
    headers: { "x-request-id": randomUUID(), date: new Date().toUTCString() },
    body: JSON.stringify({ path: event.rawPath, first, served, took: performance.now() - started }),
  };
};
