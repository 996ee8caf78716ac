import type { CloudFormationCustomResourceEvent } from "aws-lambda";

export const handler = async (event: CloudFormationCustomResourceEvent): Promise<void> => {
  try {
    if (event.RequestType !== "Delete") {
      console.log(JSON.stringify({ message: "seeding", count: event.ResourceProperties["Count"] as string }));
    }
    await answer(event, "SUCCESS", "done");
  } catch (error) {
    await answer(event, "FAILED", String(error));
  }
};

async function answer(event: CloudFormationCustomResourceEvent, status: "SUCCESS" | "FAILED", reason: string): Promise<void> {
  // The same for the resource's whole life: another one would make CloudFormation delete the old one.
  const id = "PhysicalResourceId" in event ? event.PhysicalResourceId : `seed-${event.LogicalResourceId}`;
  const { StackId, RequestId, LogicalResourceId } = event;
  const body = { Status: status, Reason: reason, PhysicalResourceId: id, StackId, RequestId, LogicalResourceId };
  await fetch(event.ResponseURL, { method: "PUT", body: JSON.stringify(body), headers: { "content-type": "" } });
}
