import boto3
from aws_lambda_powertools.utilities.data_classes import CodePipelineJobEvent, event_source
from aws_lambda_powertools.utilities.typing import LambdaContext


@event_source(data_class=CodePipelineJobEvent)
def handler(event: CodePipelineJobEvent, context: LambdaContext) -> None:
    pipeline = boto3.client("codepipeline")
    try:
        print("checking", (event.decoded_user_parameters or {})["stage"])
        pipeline.put_job_success_result(jobId=event.get_id)
    except Exception as error:
        failure = {"type": "JobFailed", "message": str(error)}
        pipeline.put_job_failure_result(jobId=event.get_id, failureDetails=failure)
