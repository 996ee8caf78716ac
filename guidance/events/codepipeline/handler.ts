import type { CodePipelineEvent } from "aws-lambda";

/** What is passed on to PutJobSuccessResult. */
export const handler = async (event: CodePipelineEvent): Promise<{ jobId: string }> => {
  const job = event["CodePipeline.job"];
  const { stage } = JSON.parse(job.data.actionConfiguration.configuration.UserParameters) as { stage: string };
  console.log(JSON.stringify({ message: "checking", stage }));
  return { jobId: job.id };
};
