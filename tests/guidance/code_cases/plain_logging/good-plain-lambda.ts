import { Logger } from "@aws-lambda-powertools/logger";
import type { SNSEvent } from "aws-lambda";

const logger = new Logger({ serviceName: "fan-out" });

export const handler = async (event: SNSEvent): Promise<number> => {
  logger.info("records", { count: event.Records.length });
  for (const record of event.Records) {
    console.log(record.Sns.MessageId);
    if (!record.Sns.Subject) logger.warn("no subject");
  }
  process.stdout.write("done\n");
  return event.Records.length;
};
