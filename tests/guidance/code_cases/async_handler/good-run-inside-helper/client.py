import asyncio

import aiohttp


async def _get(path):
    async with aiohttp.ClientSession("https://doors.example") as session:
        async with session.get(path) as reply:
            return await reply.text()


def read_state(door):
    return asyncio.run(_get(f"/state/{door}"))


def press_bell(callback_id):
    asyncio.run(_get(f"/bell/{callback_id}"))
