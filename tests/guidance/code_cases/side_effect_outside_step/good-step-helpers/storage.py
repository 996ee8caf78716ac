import boto3

profiles = boto3.resource("dynamodb").Table("profiles")
s3 = boto3.client("s3")


def find(profile_id):
    return profiles.get_item(Key={"id": profile_id}).get("Item")


def archive(profile):
    s3.put_object(Bucket="profiles", Key=profile["id"], Body=str(profile).encode())
    _forget(profile["id"])


def _forget(profile_id):
    profiles.delete_item(Key={"id": profile_id})
