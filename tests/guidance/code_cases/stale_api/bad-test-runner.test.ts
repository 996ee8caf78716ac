import { LocalDurableTestRunner, WaitingOperationStatus } from "@aws/durable-execution-sdk-js-testing";
import { handler } from "../src/approval.js";

describe("approval", () => {
  const runner = new LocalDurableTestRunner({ handlerFunction: handler });

  it("expires", async () => {
    const running = runner.run({ payload: { id: "7" } });
    await runner.skipTime({ hours: 25 }); // finds DF021
    const execution = await running;
    expect(execution.getStatus()).toBe("SUCCEEDED");
  });

  it("is refused", async () => {
    const running = runner.run({ payload: { id: "8" } });
    const approval = runner.getOperation("approval");
    await approval.waitForData(WaitingOperationStatus.SUBMITTED);
    await approval.sendCallbackFailure({ errorMessage: "no", errorType: "Refused" }); // finds DF021
    expect((await running).getStatus()).toBe("FAILED");
  });
});
