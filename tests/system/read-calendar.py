"""Reads calendar files (a JSON list on stdin) with python-icalendar and python-dateutil; prints each one's occurrences in UTC.

Zones come from the files' own VTIMEZONEs alone, so that those are checked too.
"""
import json
import sys
from datetime import timedelta, timezone

from dateutil.rrule import rruleset, rrulestr
from icalendar import Calendar


def occurrences(text):
    calendar = Calendar.from_ical(text)
    zones = {str(part["TZID"]): part.to_tz() for part in calendar.walk("VTIMEZONE")}
    found = set()

    def instant(prop):
        moment = prop.dt
        name = prop.params.get("TZID")
        if name is None:
            return moment.astimezone(timezone.utc)
        return zones[str(name)].localize(moment.replace(tzinfo=None)).astimezone(timezone.utc)

    for event in calendar.walk("VEVENT"):
        start, end = instant(event["DTSTART"]), instant(event["DTEND"])
        length = end - start
        if "RRULE" not in event:
            found.add((start, start + length))
            continue
        zone = zones.get(str(event["DTSTART"].params.get("TZID")), None)
        wall = event["DTSTART"].dt.replace(tzinfo=None)
        rule = event["RRULE"]
        until = rule.pop("UNTIL")[0]
        local = until.astimezone(zone).replace(tzinfo=None) if zone else until.replace(tzinfo=None)
        dates = rruleset()
        dates.rrule(rrulestr(rule.to_ical().decode(), dtstart=wall).replace(until=local))
        left_out = event.get("EXDATE", [])
        for each in left_out if isinstance(left_out, list) else [left_out]:
            for moment in each.dts:
                dates.exdate(moment.dt.replace(tzinfo=None))
        for moment in dates:
            at = zone.localize(moment).astimezone(timezone.utc) if zone else moment.replace(tzinfo=timezone.utc)
            found.add((at, at + length))
    return sorted(" ".join(each.strftime("%Y-%m-%dT%H:%M") for each in span) for span in found)


json.dump([occurrences(text) for text in json.load(sys.stdin)], sys.stdout)
