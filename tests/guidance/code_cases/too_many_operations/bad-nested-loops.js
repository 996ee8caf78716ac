const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

exports.handler = withDurableExecution(async (event, context) => {
  let lit = 0;
  for (let row = 0; row < 64; row++) { // finds DF025
    for (let column = 0; column < 64; column++) {
      const on = await context.step(`pixel-${row}-${column}`, async () => (row ^ column) % event.modulus === 0);
      if (on) lit += 1;
    }
  }
  return lit;
});
