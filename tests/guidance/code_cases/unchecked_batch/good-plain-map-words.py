import aws_durable_execution_sdk_python as sdk

from mail_room import weigh_bags


class Atlas:
    def map(self, names, function):
        return [function(name) for name in names]

    def parallel(self, functions):
        return [function() for function in functions]


@sdk.durable_execution
def bags(event, context):
    atlas = Atlas()
    names = atlas.map(event["bags"], str.upper)
    atlas.parallel([lambda: len(names)])
    first = list(map(str.strip, names))
    return {"weights": context.step(lambda _: weigh_bags(first), name="weigh-bags")}
