import { LocalDurableTestRunner, WaitingOperationStatus } from "@aws/durable-execution-sdk-js-testing";
import { afterEach, beforeEach, expect, it } from "vitest";
import { handler } from "./handler.js";

beforeEach(() => LocalDurableTestRunner.setupTestEnvironment({ skipTime: true }));
afterEach(() => LocalDurableTestRunner.teardownTestEnvironment());

it("is refused", async () => {
  const runner = new LocalDurableTestRunner({ handlerFunction: handler });
  const running = runner.run({ payload: { id: "1" } });
  const approval = runner.getOperation("approval");
  await approval.waitForData(WaitingOperationStatus.SUBMITTED);
  await approval.sendCallbackFailure({ ErrorMessage: "no", ErrorType: "Refused" });
  const execution = await running;
  expect(execution.getStatus()).toBe("FAILED");
  expect(execution.getInvocations().length).toBeGreaterThan(1);
});
