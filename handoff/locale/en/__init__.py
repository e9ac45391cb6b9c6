"""Every sentence that a person reads, in English, by who reads it. $names are filled in by handoff.wording."""

from typing import Final

from handoff.locale.en import admins, agents, charts, customers, desks, history, preview, report, rules, scopes

TEXTS: Final[dict[str, str]] = {
    **customers.TEXTS,
    **agents.TEXTS,
    **desks.TEXTS,
    **admins.TEXTS,
    **rules.TEXTS,
    **charts.TEXTS,
    **preview.TEXTS,
    **report.TEXTS,
    **history.TEXTS,
    **scopes.TEXTS,
}
