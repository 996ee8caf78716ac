import type { SecretsManagerRotationEvent } from "aws-lambda";

export const handler = async (event: SecretsManagerRotationEvent): Promise<void> => {
  console.log(JSON.stringify({ message: event.Step, secret: event.SecretId, version: event.ClientRequestToken }));
};
