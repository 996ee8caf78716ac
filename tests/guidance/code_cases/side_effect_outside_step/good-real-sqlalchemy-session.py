from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, sessionmaker
import os
from aws_durable_execution_sdk_python import durable_execution
from models import Invoice

engine = create_engine(os.environ["DATABASE_URL"], pool_pre_ping=True)
SessionLocal = sessionmaker(bind=engine)

def unpaid(limit: int) -> list[int]:
    with SessionLocal() as session:
        return list(session.scalars(select(Invoice.id).where(Invoice.paid.is_(False)).limit(limit)))

def remind(invoice: int) -> dict:
    with Session(engine) as session, session.begin():
        row = session.get(Invoice, invoice)
        row.reminders += 1
        session.add(row)
        return {"id": row.id, "reminders": row.reminders}

@durable_execution
def handler(event, context):
    invoices = context.step(lambda _: unpaid(event.get("limit", 20)), name="list-unpaid")
    statement = select(Invoice).where(Invoice.id.in_(invoices))
    context.logger.debug("%s", statement)
    done = [context.step(lambda _: remind(invoice), name=f"remind-{invoice}") for invoice in invoices]
    return {"done": done}
