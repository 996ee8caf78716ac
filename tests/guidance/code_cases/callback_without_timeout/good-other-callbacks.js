const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

const bus = {
  createCallback(name) {
    return [name, `${name}-id`];
  },
  waitForCallback: (fn) => fn("local"),
};

exports.handler = withDurableExecution(async (event, context) => {
  const [name, id] = bus.createCallback("local");
  const echoed = bus.waitForCallback((value) => `${value}/${id}`);
  return context.step("join", async () => `${name}:${echoed}:${event.id}`);
});
