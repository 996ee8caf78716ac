import * as durable from "@aws/durable-execution-sdk-js";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";

const sns = new SNSClient({});

const sendSms = async (number, text) => {
  const out = await sns.send(new PublishCommand({ PhoneNumber: number, Message: text }));
  return out.MessageId;
};

export const handler = durable.withDurableExecution(async (event, ctx) => {
  const reminders = await ctx.map("reminders", event.patients, async (child, patient) => {
    await child.wait("until-evening", { hours: patient.hours });
    return child.step("sms", async () => sendSms(patient.number, event.text)); // finds DF019
  });
  reminders.throwIfError();
  return reminders.getResults();
});
