interface Scheduled {
  schedule: string;
  scheduled_time: string;
  execution_id: string;
  attempt: string;
  report: string;
}

export const handler = async (event: Scheduled): Promise<void> => {
  console.log(JSON.stringify({ message: "report", report: event.report, due: event.scheduled_time }));
};
