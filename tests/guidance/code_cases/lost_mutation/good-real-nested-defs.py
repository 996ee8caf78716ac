from aws_durable_execution_sdk_python import DurableContext, durable_execution
import media

@durable_execution
def transcode(event: dict, context: DurableContext) -> dict:
    source = event["source"]
    profiles = event.get("profiles") or ["720p", "1080p"]

    def probe(step):
        step.logger.info("probing")
        info = media.probe(source)
        info["streams"] = [s for s in info["streams"] if s["kind"] == "video"]
        info.setdefault("duration", 0)
        return info

    info = context.step(probe, name="probe")

    def encode(profile):
        def body(child: DurableContext):
            parts = []
            for number in range(0, int(info["duration"]), 60):
                part = child.step(lambda _: media.encode(source, profile, number), name=f"part-{number}")
                parts.append(part)
            return child.step(lambda _: media.join(parts), name="join")
        return body

    outputs = context.parallel([encode(profile) for profile in profiles], name="encode")
    outputs.throw_if_error()
    manifest = dict(zip(profiles, outputs.get_results()))
    return context.step(lambda _: media.store(manifest), name="store-manifest")
