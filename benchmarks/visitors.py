"""Visitors that speak to a page's server as a browser does."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field

from websockets.asyncio.client import ClientConnection, connect


@dataclass
class Visitor:
    """One browser tab on a page: what it is shown, and what its hand does."""

    line: ClientConnection
    page: str
    shown: dict[str, str] = field(default_factory=dict)
    query: str = ""
    stands: str = ""
    errors: list[str] = field(default_factory=list)
    came: dict[str, float] = field(default_factory=dict)
    sent: float = 0.0

    @classmethod
    async def arrive(cls, address: str, page: str) -> Visitor:
        """Open a page and wait until it has been shown whole."""
        line = await connect(
            f"ws://{address}/_stcore/stream",
            max_size=None,
            max_queue=None,
            open_timeout=120,
            ping_interval=None,  # as a browser, which waits as long as the line stands
        )
        visitor = cls(line, page)
        await visitor.gesture()
        return visitor

    async def gesture(self, **moved: dict) -> float:
        """Send a rerun, with the state of some widgets by their keys; seconds until it is done."""
        from streamlit.proto.BackMsg_pb2 import BackMsg

        message = BackMsg()
        message.rerun_script.page_name = "" if self.stands else self.page
        message.rerun_script.page_script_hash = self.stands
        message.rerun_script.query_string = self.query
        for key, state in moved.items():
            message.rerun_script.widget_states.widgets.add(id=self._id(key), **state)
        self.errors, self.came, self.sent = [], {}, time.perf_counter()
        await self.line.send(message.SerializeToString())
        await self._until_finished()
        return time.perf_counter() - self.sent

    def waited(self, key: str) -> float:
        """Seconds from the last gesture until something of that key was shown."""
        return self.came[key] - self.sent

    async def release(self, dial: str, position: int, gesture: int) -> float:
        """Let go of a dial at a position; seconds until the page has answered."""
        value = {"position": position, "auto": False, "gesture": gesture}
        told = json.dumps([{"event": "dial", "value": value}])
        return await self.gesture(**{f"{dial}__events": {"json_trigger_value": told}})

    def _id(self, key: str) -> str:
        base, mark, event = key.partition("__")
        shown = self.shown[base]
        return f"$$STREAMLIT_INTERNAL_KEY_{shown}{mark}{event}" if mark else shown

    async def _until_finished(self) -> None:
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        # A run that gives way to another, as a release does to what follows the dial, is no answer.
        early = ForwardMsg.FINISHED_EARLY_FOR_RERUN
        while True:
            message = ForwardMsg()
            message.ParseFromString(await self.line.recv())
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self._see(message.delta.new_element)
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "navigation":
                self.stands = message.navigation.page_script_hash
            elif kind == "script_finished" and message.script_finished != early:
                return

    def _see(self, element) -> None:
        shown = getattr(element, element.WhichOneof("type"))
        if element.WhichOneof("type") == "exception":
            self.errors.append(f"{shown.type}: {shown.message}")
        name = getattr(shown, "id", "")
        if name.count("-") > 1:
            key = name.split("-", 2)[2]
            self.shown[key] = name
            self.came.setdefault(key, time.perf_counter())
