import type { FirehoseTransformationEvent, FirehoseTransformationResult } from "aws-lambda";

export const handler = async (event: FirehoseTransformationEvent): Promise<FirehoseTransformationResult> => ({
  records: event.records.map(({ recordId, data }) => {
    const order = JSON.parse(Buffer.from(data, "base64").toString()) as object;
    const text = `${JSON.stringify({ ...order, source: "shop" })}\n`;
    return { recordId, result: "Ok" as const, data: Buffer.from(text).toString("base64") };
  }),
});
