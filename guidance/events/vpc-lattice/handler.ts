interface LatticeEvent {
  version: "2.0";
  path: string;
  method: string;
  headers: Record<string, string[]>;
  queryStringParameters?: Record<string, string[]>;
  body?: string;
  isBase64Encoded?: boolean;
}

export const handler = async (event: LatticeEvent) => {
  const text = Buffer.from(event.body ?? "{}", event.isBase64Encoded ? "base64" : "utf8").toString();
  return { isBase64Encoded: false, statusCode: 200, headers: { "content-type": "application/json" }, body: text };
};
