const player = {
  position: 0,
  skipTime(seconds) {
    this.position += seconds;
    return this.position;
  },
};

const hooks = { sendCallbackFailure: ({ errorMessage }) => errorMessage };

export const handler = async (event) => {
  const runner = player;
  const at = runner.skipTime(event.seconds);
  return { at, message: hooks.sendCallbackFailure({ errorMessage: "none" }) };
};
