import type { PostConfirmationTriggerEvent } from "aws-lambda";

export const handler = async (event: PostConfirmationTriggerEvent): Promise<PostConfirmationTriggerEvent> => {
  if (event.triggerSource === "PostConfirmation_ConfirmSignUp") {
    console.log(JSON.stringify({ message: "welcome", user: event.userName }));
  }
  return event;
};
