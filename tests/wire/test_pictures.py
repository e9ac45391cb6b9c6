"""A chart in the team channel: a file with words for whoever does not see it."""

import pytest
from wire.discord_rig import rig as discord
from wire.slack_rig import rig as slack

from handoff.effects import PictureTo
from handoff.errors import Refused
from handoff.model import Address

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
WORDS = "keyword: was 1, is 2"


async def test_slack_shows_it_as_a_file() -> None:
    async with slack() as r:
        await r.sim.invite(r.team, r.bo, r.sim.info_cache["bot_user"])
        assert r.platform is not None
        order = PictureTo(to=Address("slack", r.workspace, r.team), name="chart.png", data=PNG, words=WORDS)
        await r.platform.channel.carry_out(order)
        [message] = await r.sim.messages(r.team)
        [file] = message["files"]
        assert (file["name"], file["size"], file["mimetype"]) == ("chart.png", len(PNG), "image/png")


async def test_slack_says_what_is_missing_where_the_app_may_not() -> None:
    """As where the app was installed before it could."""
    async with slack(violations=("api:not_in_channel",)) as r:
        assert r.platform is not None
        order = PictureTo(to=Address("slack", r.workspace, r.team), name="chart.png", data=PNG, words=WORDS)
        await r.sim.leave(r.team, r.sim.info_cache["bot_user"])
        with pytest.raises(Refused, match="invite"):
            await r.platform.channel.carry_out(order)


async def test_discord_shows_it_as_a_file() -> None:
    async with discord() as r:
        assert r.platform is not None
        receipt = await r.platform.channel.carry_out(PictureTo(to=r.team_at, name="chart.png", data=PNG, words=WORDS))
        message = await r.sim.message(receipt.message_id)
        [file] = message["attachments"]
        assert (file["filename"], file["size"], file["description"]) == ("chart.png", len(PNG), WORDS)
        assert await r.sim.download(file) == PNG
        assert await r.sim.pings() == []
