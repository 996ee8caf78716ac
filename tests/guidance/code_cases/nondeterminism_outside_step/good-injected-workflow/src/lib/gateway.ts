class Gateway { async mail(id: string, options?: { idempotencyKey?: string }) { await fetch(`https://mail.example/${id}`, { headers: { "Idempotency-Key": options?.idempotencyKey ?? id } }); } }
export default new Gateway();
