const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

class Catalogue {
  constructor(items) {
    this.items = items;
  }

  async size() {
    return this.items.length;
  }

  async first(prefix) {
    return this.items.find((item) => item.startsWith(prefix)) ?? null;
  }
}

exports.handler = withDurableExecution(async (event, context) => {
  const catalogue = new Catalogue(event.items);
  const size = await context.step("size", catalogue.size.bind(catalogue));
  const first = await context.step("first", catalogue.first.bind(catalogue, event.prefix));
  return { size, first };
});
