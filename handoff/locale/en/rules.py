"""What is read of the rules beside the four triggers: opening hours."""

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
}
