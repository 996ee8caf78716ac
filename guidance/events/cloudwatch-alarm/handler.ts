import type { CloudWatchAlarmEvent } from "aws-lambda";

export const handler = async (event: CloudWatchAlarmEvent): Promise<void> => {
  const { alarmName, state, previousState } = event.alarmData;
  console.log(JSON.stringify({ message: alarmName, from: previousState.value, to: state.value }));
};
