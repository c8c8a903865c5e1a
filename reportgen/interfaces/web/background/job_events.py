"""The state of the background job as JSON and as a stream of server-sent events, for the script of the pages."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from reportgen.interfaces.web.access.auth import session_of
from reportgen.interfaces.web.background.jobs import JobState
from reportgen.interfaces.web.installation import Installation
from reportgen.render.content.web_pages import duration_text
from reportgen.render.content.words import web_words

EVENT_STREAM = "text/event-stream"

KEEP_ALIVE = 15.0
"""Seconds without an event after which a comment is sent, so that proxies keep the connection open."""

MAX_STREAMS = 10
"""Streams of one session at once; a browser needs one, and one more for each window without locks."""

POLL_INTERVAL = 0.4
"""Seconds between two looks at the state; printing a pack takes about as long."""


async def job_state(installation: Installation, request: Request) -> Response:
    """The state as JSON; 403 without a session."""
    if session_of(installation, request, touch=False) is None:
        return JSONResponse({}, 403)
    return JSONResponse(_as_json(installation.jobs.state))


async def job_events(installation: Installation, request: Request) -> Response:
    """An event with the state at once and after each change; 403 without a session, 429 with too many streams.

    The stream ends when the browser leaves, the session ends or the server shuts down.
    """
    session = session_of(installation, request, touch=False)
    if session is None:
        return JSONResponse({}, 403)
    if request.method != "GET":
        return Response(media_type=EVENT_STREAM)
    if session.streams >= MAX_STREAMS:
        return JSONResponse({}, 429)

    async def events() -> AsyncIterator[str]:
        version, quiet = -1, 0.0
        session.streams += 1
        try:
            while not installation.jobs.closing and not await request.is_disconnected():
                state = installation.jobs.state
                if state.version != version:
                    version, quiet = state.version, 0.0
                    yield f"data: {json.dumps(_as_json(state))}\n\n"
                elif quiet >= KEEP_ALIVE:
                    if session_of(installation, request, touch=False) is None:
                        return
                    quiet = 0.0
                    yield ": nog hier\n\n"
                await asyncio.sleep(POLL_INTERVAL)
                quiet += POLL_INTERVAL
        finally:
            session.streams -= 1

    return StreamingResponse(events(), media_type=EVENT_STREAM, headers={"X-Accel-Buffering": "no"})


def _as_json(state: JobState) -> dict[str, Any]:
    """The fields of the state, with the Dutch words for stage and time left."""
    stage = web_words()["stage"].get(state.stage, state.stage)
    time_left = duration_text(state.seconds_left) if state.seconds_left else ""
    return {**asdict(state), "stage": stage, "time_left": time_left}
