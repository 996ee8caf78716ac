import type { S3BatchEvent, S3BatchResult } from "aws-lambda";

export const handler = async (event: S3BatchEvent): Promise<S3BatchResult> => ({
  invocationSchemaVersion: event.invocationSchemaVersion,
  treatMissingKeysAs: "PermanentFailure",
  invocationId: event.invocationId,
  results: event.tasks.map(({ taskId, s3Key }) => ({
    taskId,
    resultCode: "Succeeded" as const,
    resultString: `looked at ${decodeURIComponent(s3Key.replaceAll("+", " "))}`,
  })),
});
