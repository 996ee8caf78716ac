import threading

import boto3

import aws_durable_execution_sdk_python as durable

from stacks import start

cfn = boto3.client("cloudformation")


@durable.durable_step
def create(step, name):
    ready = threading.Event()
    start(name, ready)
    ready.wait(5)
    cfn.get_waiter("stack_create_complete").wait(StackName=name)
    return name


@durable.durable_execution
def stack(event, context):
    return {"stack": context.step(create(event["stack"]))}
