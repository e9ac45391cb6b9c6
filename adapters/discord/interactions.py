"""
Presses, commands and forms: read from their ids and data alone, so that they work at any age and after a restart.

Discord gives 3 s and one answer. What opens a form, by button or command, is answered with the form; everything else is
deferred first. What then goes wrong with the answer is logged: the core has decided, and nothing is taken back.
"""

from typing import Any, Final

import aiohttp
import discord
import structlog

from adapters.discord import inbound, views
from adapters.discord.access import Access
from adapters.discord.whereabouts import Whereabouts
from handoff.commands import FORMS, find
from handoff.effects import Button, Done, FormErrors, Instead, OpenForm, Post, Reply, Whisper
from handoff.events import Acted, Commanded, FormSent, Pointed, Pressed, Somebody
from handoff.model import Standing
from handoff.ports import Sink

log = structlog.get_logger()

_TROUBLE: Final = (discord.DiscordException, aiohttp.ClientError, OSError)
_SORRY: Final = Whisper(post=Post(text="Something went wrong on our side. Nothing was changed; please try again."))
_Type = discord.InteractionType
_HUMAN: Final = "human"


class Interactions:
    def __init__(self, sink: Sink, whereabouts: Whereabouts, access: Access) -> None:
        self._sink, self._where, self._access = sink, whereabouts, access

    async def handle(self, interaction: discord.Interaction) -> None:
        """Never raises."""
        data: dict[str, Any] = dict(interaction.data or {})
        pressed = inbound.press(data.get("custom_id", ""))
        if interaction.type in (_Type.component, _Type.modal_submit) and pressed is None:
            log.warning("discord.unknown_button", custom_id=str(data.get("custom_id", ""))[:40])
            return
        if interaction.type not in (_Type.component, _Type.modal_submit, _Type.application_command):
            return
        if not _opens_form(interaction, data, pressed[0] if pressed else ""):
            await self._defer(interaction)
        await self._answer(interaction, await self._decided(interaction, data))

    async def _decided(self, interaction: discord.Interaction, data: dict[str, Any]) -> Reply:
        try:
            event = await self._event(interaction, data)
            return await self._sink(event) if event else _SORRY
        except Exception:  # whoever pressed is owed a word, whatever happened
            log.exception("discord.interaction_failed", interaction=interaction.id)
            return _SORRY

    async def _event(self, interaction: discord.Interaction, data: dict[str, Any]) -> Acted | None:
        guild, channel = interaction.guild_id, interaction.channel_id
        self._where.met(interaction.user, channel if interaction.context.dm_channel else None)
        place = await self._where.place(channel, guild, interaction.channel) if channel else None
        if place is None:
            return None
        foreign = interaction.context.private_channel
        standing = Standing(served=False) if foreign else await self._access.standing(interaction.user, guild)
        if not standing.served:
            log.warning("discord.interaction_not_served", guild=guild, user=interaction.user.id)
        about: dict[str, Any] = {
            "key": f"discord:i:{interaction.id}",
            "at": interaction.created_at,
            "by": inbound.person(interaction.user, str(interaction.locale)),
            "standing": standing,
            "place": place,
            "people": await self._people(interaction, data),
            "places": (places := inbound.channels(data, guild)),
            "groups": inbound.groups(data, guild),
            "picked": {name: self._access.picked(where.channel) for name, where in places.items()},
        }
        if _asks_for_person(data):
            about["member_of"] = await self._access.member_of(interaction.user)
        if interaction.type is _Type.application_command and (meant := inbound.pointed(data)):
            return Pointed(verb=meant[0], message_id=meant[1], **about)
        if interaction.type is _Type.application_command:
            name, verb, options = inbound.command(data)
            return Commanded(name=name, verb=verb, options=options, **about)
        verb, number, detail = inbound.press(data["custom_id"]) or ("", 0, "")
        if interaction.type is _Type.modal_submit:
            return FormSent(verb=verb, number=number, fields=inbound.fields(data), **about)
        return Pressed(verb=verb, number=number, detail=detail, **about)

    async def _people(self, interaction: discord.Interaction, data: dict[str, Any]) -> dict[str, Somebody]:
        """Whom the options or fields of that name mean, as somebody who may do something: bots may nothing."""
        found: dict[str, Somebody] = {}
        for name, user in inbound.named(data).items():
            person, bot = inbound.resolved(data, user)
            standing = Standing() if bot else await self._access.standing(discord.Object(int(user)), interaction.guild_id)
            found[name] = Somebody(person, standing)
        return found

    # ---- answers

    async def _defer(self, interaction: discord.Interaction) -> None:
        """A command shows "thinking…" to its author alone; a press or form with a message behind it shows nothing."""
        aloud = interaction.type is _Type.application_command or interaction.message is None
        try:
            await interaction.response.defer(ephemeral=True, thinking=aloud)
        except _TROUBLE as exc:
            _log_lost(interaction, exc)

    async def _answer(self, interaction: discord.Interaction, reply: Reply) -> None:
        deferred = interaction.response.type
        try:
            match reply:
                case OpenForm() if deferred is None:
                    await interaction.response.send_modal(views.modal(reply))
                case OpenForm():
                    await self._whisper(interaction, _offer(reply))
                case Whisper():
                    await self._whisper(interaction, reply)
                case Instead():
                    text = views.shown(reply.post).content
                    silent = discord.AllowedMentions.none()
                    await interaction.edit_original_response(content=text, view=None, embeds=[], allowed_mentions=silent)
                case FormErrors():  # the form is gone once it is sent
                    await self._whisper(interaction, Whisper(post=reply.again))
                case Done() if deferred is None:
                    await interaction.response.defer(ephemeral=True)
                    if interaction.type is _Type.application_command:  # "thinking…" until it is taken away
                        await interaction.delete_original_response()
                case Done() if deferred is discord.InteractionResponseType.deferred_channel_message:
                    await interaction.delete_original_response()  # what happened is to be seen
        except _TROUBLE as exc:
            _log_lost(interaction, exc)

    async def _whisper(self, interaction: discord.Interaction, whisper: Whisper) -> None:
        pending = interaction.response.type is discord.InteractionResponseType.deferred_channel_message
        if whisper.instead and interaction.response.type is discord.InteractionResponseType.deferred_message_update:
            pending = interaction.message is not None and interaction.message.flags.ephemeral  # the original is that one
        for part in views.parts(whisper.post):
            look = views.shown(part)
            said: dict[str, Any] = {"allowed_mentions": discord.AllowedMentions.none()}
            said |= {"content": look.content} if look.content else {}
            said |= {"embed": look.embed} if look.embed else {}
            if buttons := views.rows(look.buttons):
                said["view"] = buttons
            if pending:
                await interaction.edit_original_response(**said)
                pending = False
            elif interaction.response.type is None:
                await interaction.response.send_message(ephemeral=True, suppress_embeds=not look.embed, **said)
            else:
                await interaction.followup.send(ephemeral=True, suppress_embeds=not look.embed, **said)


def _asks_for_person(data: dict[str, Any]) -> bool:
    """By command or button. That opens no form, so there is time to look somebody up."""
    return data.get("name") == _HUMAN or (inbound.press(data.get("custom_id", "")) or ("",))[0] == _HUMAN


def _opens_form(interaction: discord.Interaction, data: dict[str, Any], verb: str) -> bool:
    """A form must be the first answer to a press or a command: these are decided before anything is said."""
    if interaction.type is _Type.application_command:
        name, verb, options = inbound.command(data)
        command = find(name, verb)
        return command is not None and command.opens_form(options)
    return interaction.type is _Type.component and verb in FORMS


def _offer(form: OpenForm) -> Whisper:
    """A form cannot follow a deferral: a button that opens it can."""
    button = Button(verb=form.verb, number=form.number, label=form.title, style="primary")
    return Whisper(post=Post(text="One more step:", buttons=(button,)))


def _log_lost(interaction: discord.Interaction, exc: Exception) -> None:
    code = exc.code if isinstance(exc, discord.HTTPException) else 0
    log.warning("discord.answer_lost", interaction=interaction.id, error=type(exc).__name__, code=code)
