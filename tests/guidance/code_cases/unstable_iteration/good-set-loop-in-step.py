import glob

import aws_durable_execution_sdk_python as durable

from mirrors import check

REGIONS = ("eu-west-1", "us-east-1", "ap-south-1")


@durable.durable_execution
def mirrors(event, context):
    def check_schemes(step):
        found = []
        for scheme in {"http", "https", "ftp"}:
            found.append((scheme, check(scheme)))
        for path in glob.glob("/opt/mirrors/*"):
            found.append((path, check(path)))
        return sorted(found)

    schemes = context.step(check_schemes, name="schemes")
    regions = []
    for region in REGIONS:
        regions.append(context.step(lambda _: check(region), name=f"region-{region}"))
    return {"schemes": schemes, "regions": regions}
