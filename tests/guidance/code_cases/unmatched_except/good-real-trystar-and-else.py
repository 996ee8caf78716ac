from aws_durable_execution_sdk_python import DurableContext, InvokeError, StepError, durable_execution
import claims

class ClaimRejected(Exception):
    def __init__(self, claim_id: str, reason: str):
        super().__init__(f"{claim_id}: {reason}")
        self.reason = reason

def assess(context: DurableContext, claim: dict) -> dict:
    result = context.step(lambda _: claims.assess(claim), name="assess")
    if result["score"] < 0.2:
        raise ClaimRejected(claim["id"], "score")
    return result

@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    claim = event["claim"]
    try:
        result = assess(context, claim)
        quote = context.invoke("quotes:live", {"claim": claim, "score": result["score"]}, name="quote")
    except ClaimRejected as rejected:
        context.step(lambda _: claims.close(claim["id"], rejected.reason), name="close")
        return {"status": "rejected", "reason": rejected.reason}
    except (StepError, InvokeError) as error:
        context.logger.exception("claim failed")
        return {"status": "failed", "error": error.error_type}
    else:
        context.step(lambda _: claims.accept(claim["id"], quote), name="accept")
    return {"status": "accepted", "quote": quote}
