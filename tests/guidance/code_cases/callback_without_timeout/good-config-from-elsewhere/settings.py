from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig


def callback_config(minutes: int) -> WaitForCallbackConfig:
    return WaitForCallbackConfig(timeout=Duration.from_minutes(minutes))
