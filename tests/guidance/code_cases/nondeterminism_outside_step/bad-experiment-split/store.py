import uuid

import boto3

table = boto3.resource("dynamodb").Table("assignments")


def save_assignment(user_id: str, variant: str) -> str:
    assignment_id = str(uuid.uuid4())
    table.put_item(Item={"id": assignment_id, "user": user_id, "variant": variant})
    return assignment_id
