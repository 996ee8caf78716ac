const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

const enrich = async (event, context) => {
  const order = { ...event.order };
  await context.step("geocode", async () => {
    order.location = { lat: 48.1, lon: 11.5 }; // finds DF005
    order["zone"] = "south"; // finds DF005
    return true;
  });
  await context.wait("review-window", { minutes: 20 });
  return order;
};

exports.handler = withDurableExecution(enrich);
