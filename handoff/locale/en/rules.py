"""What is read of the rules beside the four triggers: opening hours, VIPs."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "reason.hours": "came while nobody of the team is there",
    "handoff.hours": "Nobody of the team is here just now. I've asked the team, and a person will answer you here. Keep "
    "writing if you like.",
    "hours.back.today": "The team is back today at $time ($zone).",
    "hours.back.tomorrow": "The team is back tomorrow at $time ($zone).",
    "hours.back": "The team is back on $day at $time ($zone).",
    "hours.back.date": "The team is back on $day, $date, at $time ($zone).",
    "weekday.0": "Monday",
    "weekday.1": "Tuesday",
    "weekday.2": "Wednesday",
    "weekday.3": "Thursday",
    "weekday.4": "Friday",
    "weekday.5": "Saturday",
    "weekday.6": "Sunday",
    "choice.hours.open": "When the team is there, such as Mon-Fri 09:00-17:00 Europe/Vienna; off: not told",
    "choice.hours.handoff": "Whether what begins outside those hours goes to the team at once",
    "hours.wrong.nothing": "Opening hours are days and times, for example `/triggers set hours.open Mon-Fri 09:00-17:00 "
    "Europe/Vienna; Sat 10:00-14:00`, or `off`.$what",
    "hours.wrong.day": "“$what” is no day that I know. Write Mon, Tue, Wed, Thu, Fri, Sat or Sun, Mon-Fri for several, or "
    "daily; then the times, such as 09:00-17:00.",
    "hours.wrong.time": "“$what” is no time from one to another. Write 09:00-17:00, by the 24-hour clock; several with a "
    "comma between.",
    "hours.wrong.times": "After “$what” the times are missing. Write for example Mon-Fri 09:00-17:00.",
    "hours.wrong.zone": "By which clock? Name the time zone too, such as Europe/Vienna, America/New_York or UTC.$what",
    "hours.wrong.zone.unknown": "There is no time zone “$what”. Its name is that of a region and a city, such as Europe/Vienna "
    "or America/New_York, or UTC.",
    "hours.wrong.zones": "All times are by one clock, and these are several: $what. Name one time zone.",
    "reason.vip": "is a VIP",
    "handoff.vip": "I've asked the team, and a person will join you here. You can keep writing meanwhile.",
    "vip.title": "**VIPs**: their questions go to a person at once, and no customer ever reads why.",
    "vip.none": "There are no VIPs: customers whose questions would go to a person at once.",
    "vip.line": "- $name (`$id`), added by $by on $at",
    "vip.how": "`/triggers vip vip-add WHO` adds a role, a user group or one customer, and `vip-remove WHO` takes one away.",
    "vip.change": "Add or remove a VIP…",
    "vip.which": "Whom? Type `/triggers vip $action` and a role (on Discord), a user group (on Slack) or a customer.",
    "vip.add": "Questions of $name go to a person at once from now on.",
    "vip.remove": "$name: no VIP any more. What is open goes on as before.",
    "vip.there": "$name is on the list already.",
    "vip.missing": "$name is not on the list. `/triggers vip` shows who is.",
    "vip.lacks.absent": "I don't know $name. Name a role that is offered (on Discord), or a user group by its handle or "
    "somebody by a mention (on Slack), on the platform that they are on.",
    "vip.lacks.everyone": "$name is everybody: then the AI would answer nobody. Name a role that only some have.",
    "vip.lacks.bot": "$name is a bot, and asks nothing here.",
    "vip.lacks.unknown": "Whether there is $name could not be checked just now. Please try again in a moment.",
    "form.vip": "VIPs",
    "form.submit.vip": "Go",
    "input.who": "Role, user group or customer",
    "choice.vip-add": "Their questions go to a person at once",
    "choice.vip-remove": "The AI answers them as all others",
    "triggers.vips": "- **VIPs**: $count, as `/triggers vip` shows",
}
