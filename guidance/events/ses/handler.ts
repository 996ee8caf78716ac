import type { SESEvent } from "aws-lambda";

export const handler = async (event: SESEvent): Promise<void> => {
  for (const { ses } of event.Records) {
    if (ses.receipt.spamVerdict.status === "FAIL") continue;
    console.log(JSON.stringify({ message: ses.mail.messageId, subject: ses.mail.commonHeaders.subject }));
  }
};
