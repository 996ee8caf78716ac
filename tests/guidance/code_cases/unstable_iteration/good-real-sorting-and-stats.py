import statistics
from collections import Counter, defaultdict
from aws_durable_execution_sdk_python import durable_execution
import sensors

@durable_execution
def handler(event, context):
    readings = context.step(lambda _: sensors.read(event["site"]), name="read")
    groups = defaultdict(list)
    counts = Counter()
    for reading in readings:
        groups[reading["sensor"]].append(reading["value"])
        counts[reading["sensor"]] += 1
    means = {sensor: statistics.fmean(values) for sensor, values in sorted(groups.items())}
    outliers = []
    for sensor, mean in means.items():
        if any(abs(value - mean) > 3 for value in groups[sensor]):
            outliers.append(sensor)
            context.step(lambda _: sensors.flag(sensor), name=f"flag-{sensor}")
    top = counts.most_common(3)
    context.logger.info("top %s", top)
    return {"means": means, "outliers": outliers}
