const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

const setSerdes = {
  serialize: async (value) => (value === undefined ? undefined : JSON.stringify([...value])),
  deserialize: async (text) => (text === undefined ? undefined : new Set(JSON.parse(text))),
};

exports.handler = withDurableExecution(async (event, context) => {
  const unique = await context.step("unique", async () => new Set(event.ids), { serdes: setSerdes });
  const shared = await context.runInChildContext(
    "shared",
    async (child) => {
      const other = await child.step("other", async () => event.others.slice(0, 50));
      return new Set(other.filter((id) => unique.has(id)));
    },
    { serdes: setSerdes },
  );
  return shared.size;
});
