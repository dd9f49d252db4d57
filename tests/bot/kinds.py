"""One activity of each kind that a channel can send: captured ones, and others made of them.

What was not captured is made as the channel's documentation describes it.
"""

import copy
from collections.abc import Callable
from typing import Any

from tests.bot.world import SAM

Json = dict[str, Any]
Captured = Callable[..., Json]
FILE = {
    "contentType": "application/vnd.microsoft.teams.file.download.info",
    "contentUrl": "https://example.sharepoint.com/personal/sam/roster.xlsx",
    "name": "roster.xlsx",
    "content": {"downloadUrl": "https://example.sharepoint.com/download", "uniqueId": "u-1",
                "fileType": "xlsx"},
}  # fmt: skip
UPLOAD = {"contentUrl": "https://example.sharepoint.com/f.docx", "name": "f.docx",
          "uploadUrl": "https://example.sharepoint.com/upload", "uniqueId": "u-2",
          "fileType": "docx"}  # fmt: skip
MENTION = {"type": "mention", "text": "<at>Case audit</at>", "mentioned": {"id": "28:case-audit",
           "name": "Case audit"}}  # fmt: skip
INVOKES: dict[str, Json] = {
    "fileConsent/invoke": {"type": "fileUpload", "action": "accept", "context": {"offer": "none"},
                           "uploadInfo": UPLOAD},
    "task/fetch": {"data": {"verb": "open"}, "context": {"theme": "default"}},
    "task/submit": {"data": {"verb": "save"}},
    "composeExtension/query": {"commandId": "find", "parameters": [{"name": "q", "value": "C"}]},
    "composeExtension/submitAction": {"commandId": "make", "data": {}},
    "signin/verifyState": {"state": "123456"},
    "signin/tokenExchange": {"id": "1", "connectionName": "c", "token": "t"},
    "actionableMessage/executeAction": {"body": "x", "actionId": "1"},
    "message/submitAction": {"actionName": "feedback", "actionValue": {"reaction": "like"}},
    "application/search": {"kind": "search", "queryText": "C", "dataset": "families"},
    "config/fetch": {},
    "none/such": {},
}  # fmt: skip
OTHERS: dict[str, Json] = {
    "messageReaction": {"reactionsAdded": [{"type": "like"}], "reactionsRemoved": [],
                        "replyToId": "m-1"},
    "messageUpdate": {"text": "start again", "channelData": {"eventType": "editMessage"}},
    "messageDelete": {"channelData": {"eventType": "softDeleteMessage"}},
    "event": {"name": "application/vnd.microsoft.readReceipt", "value": {"lastReadMessageId": "1"}},
    "typing": {},
    "endOfConversation": {"code": "completedSuccessfully"},
    "deleteUserData": {},
    "handoff": {"value": {}},
    "trace": {"name": "t", "label": "l", "valueType": "v", "value": {}},
    "suggestion": {"text": "C"},
    "command": {"name": "c", "value": {"commandId": "1", "data": {}}},
    "commandResult": {"name": "c", "value": {"commandId": "1"}},
    "contactRelationUpdate": {"action": "add"},
}  # fmt: skip


def every_kind(captured: Captured) -> dict[str, Json]:
    """Return an activity of each kind, by a name for it."""
    found = {
        kind: captured(kind)
        for kind in ("conversation_update", "execute", "installation_update", "message", "submit")
    }
    found["a file"] = captured("message", attachments=[FILE], text="")
    found["in a channel"] = captured(
        "message",
        text="<at>Case audit</at> status",
        entities=[MENTION],
        conversation={
            "conversationType": "channel",
            "id": "19:c@thread.tacv2",
            "isGroup": True,
            "tenantId": SAM.tenant,
        },
    )
    found["in a group"] = captured(
        "message",
        conversation={
            "conversationType": "groupChat",
            "id": "19:g@thread.v2",
            "tenantId": SAM.tenant,
        },
    )
    found["somebody left"] = captured(
        "conversation_update", membersAdded=[], membersRemoved=[{"id": "29:sam-okoro"}]
    )
    found["a renamed team"] = captured(
        "conversation_update", membersAdded=None,
        channelData={"eventType": "teamRenamed", "tenant": {"id": SAM.tenant},
                     "team": {"id": "19:t", "name": "T"}},
    )  # fmt: skip
    return found | invokes(captured) | others(captured)


def invokes(captured: Captured) -> dict[str, Json]:
    """Return what asks for an answer at once."""
    return {
        name: captured("execute", name=name, value=copy.deepcopy(value))
        for name, value in INVOKES.items()
    }


def others(captured: Captured) -> dict[str, Json]:
    """Return what only tells something."""
    return {
        kind: captured("conversation_update", type=kind, **copy.deepcopy(told))
        for kind, told in OTHERS.items()
    }
