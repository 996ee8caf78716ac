import { createRetryStrategy, retryPresets, StepSemantics, withDurableExecution } from "@aws/durable-execution-sdk-js";
import type { DurableContext, StepConfig } from "@aws/durable-execution-sdk-js";
import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { Tracer } from "@aws-lambda-powertools/tracer";

const logger = new Logger({ serviceName: "trips" });
const metrics = new Metrics({ namespace: "Trips" });
const tracer = new Tracer();

export enum Status { Booked = "BOOKED", Cancelled = "CANCELLED" }
const enum Leg { Flight, Hotel, Car }

class BookingError extends Error {
  constructor(readonly leg: Leg, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "BookingError";
  }
}

interface Compensation { readonly name: string; undo: () => Promise<void> }

abstract class Booking<TRequest extends object, TResult extends { id: string }> {
  protected abstract readonly kind: string;
  constructor(protected readonly api: { post<T>(path: string, body: unknown): Promise<T> }) {}
  protected get config(): StepConfig<TResult> {
    return { semantics: StepSemantics.AtMostOncePerRetry, retryStrategy: retryPresets.noRetry };
  }
  async book(ctx: DurableContext, request: TRequest): Promise<TResult> {
    return ctx.step(`book-${this.kind}`, async (step) => {
      step.logger.info("booking", { kind: this.kind });
      const result = await this.api.post<TResult>(`/${this.kind}`, request);
      metrics.addMetric("booked", MetricUnit.Count, 1);
      return result;
    }, this.config);
  }
  async cancel(ctx: DurableContext, id: string): Promise<void> {
    await ctx.step(`cancel-${this.kind}`, () => this.api.post(`/${this.kind}/${id}/cancel`, {}));
  }
}

class FlightBooking extends Booking<{ from: string; to: string }, { id: string; seat: string }> { protected readonly kind = "flight"; }
class HotelBooking extends Booking<{ city: string }, { id: string }> {
  protected readonly kind = "hotel";
  override async book(ctx: DurableContext, request: { city: string }) {
    const result = await super.book(ctx, request);
    return { ...result, city: request.city };
  }
}

const http = {
  async post<T>(path: string, body: unknown): Promise<T> {
    const response = await fetch(`${process.env.API}${path}`, { method: "POST", body: JSON.stringify(body) });
    if (!response.ok) throw new BookingError(Leg.Flight, response.statusText);
    return (await response.json()) as T;
  },
};

export const handler = withDurableExecution(async (event: { from: string; to: string; id: string }, context: DurableContext) => {
  const flights = new FlightBooking(http);
  const hotels = new HotelBooking(http);
  const undo: Compensation[] = [];
  try {
    const flight = await flights.book(context, { from: event.from, to: event.to });
    undo.push({ name: "flight", undo: () => flights.cancel(context, flight.id) });
    const hotel = await hotels.book(context, { city: event.to });
    undo.push({ name: "hotel", undo: () => hotels.cancel(context, hotel.id) });
    await context.wait("cooling-off", { hours: 24 });
    return { status: Status.Booked, flight: flight.seat, hotel: hotel.id };
  } catch (error) {
    context.logger.error("booking failed", error as Error);
    for (const step of undo.reverse()) await step.undo();
    return { status: Status.Cancelled, reason: error instanceof Error ? error.message : String(error) };
  }
});
void tracer; void logger; void createRetryStrategy;
