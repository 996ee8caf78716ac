const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

class Money {
  constructor(cents) {
    this.cents = cents;
  }

  plus(other) {
    return new Money(this.cents + other.cents);
  }
}

exports.handler = withDurableExecution(async (event, context) => {
  const net = await context.step("net", async () => {
    const cents = event.lines.reduce((sum, line) => sum + line.cents, 0);
    return new Money(cents); // finds DF022
  });
  return net.plus(new Money(500)).cents;
});
