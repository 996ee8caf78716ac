from aws_lambda_powertools.utilities.data_classes import SESEvent, event_source
from aws_lambda_powertools.utilities.typing import LambdaContext


@event_source(data_class=SESEvent)
def handler(event: SESEvent, context: LambdaContext) -> None:
    for record in event.records:
        if record.ses.receipt.spam_verdict.status == "FAIL":
            continue
        print(record.ses.mail.message_id, record.ses.mail.common_headers.subject)
