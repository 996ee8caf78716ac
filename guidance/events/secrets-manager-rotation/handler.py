from aws_lambda_powertools.utilities.data_classes import SecretsManagerEvent, event_source
from aws_lambda_powertools.utilities.typing import LambdaContext


@event_source(data_class=SecretsManagerEvent)
def handler(event: SecretsManagerEvent, context: LambdaContext) -> None:
    if event.step not in {"createSecret", "setSecret", "testSecret", "finishSecret"}:
        raise ValueError(f"unknown step {event.step}")
    print(event.step, event.secret_id, event.version_id)
